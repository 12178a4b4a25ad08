-- Put before every script. KEYS[1] is the root of all keys, ARGV[1] the epoch they belong to.
-- Keys under root:epoch: -- ready, slow: streams of what may be sent now; due: ZSET of what waits
-- for a time; wait:<subscription>: LIST of what waits for a credit; used: credits taken;
-- tat: theoretical arrival times of the rate limit; pause: until when nobody is sent to;
-- limits: "cap interval burst lane"; known: ids that are anywhere in here.
local root = KEYS[1]
if redis.call('GET', root .. ':epoch') ~= ARGV[1] then
  return redis.error_reply('STALE another epoch has begun')
end
local at = root .. ':' .. ARGV[1] .. ':'
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function number(key, field)
  return tonumber(redis.call('HGET', at .. key, field) or '0')
end

local function limits_of(subscription)
  local text = redis.call('HGET', at .. 'limits', subscription) or '1 1000 1 ready'
  local cap, interval, burst, lane = string.match(text, '(%S+) (%S+) (%S+) (%S+)')
  return tonumber(cap), tonumber(interval), tonumber(burst), lane
end

-- Moves what waits for this subscription to its lane, as far as credits, pause and rate let it.
local function dispatch(subscription)
  local list = at .. 'wait:' .. subscription
  local cap, interval, burst, lane = limits_of(subscription)
  local used = number('used', subscription)
  local tat = number('tat', subscription)
  local free = number('pause', subscription)
  local left = redis.call('LLEN', list)
  while left > 0 and used < cap do
    free = math.max(free, tat - (burst - 1) * interval)
    if free > now then
      redis.call('ZADD', at .. 'due', free, '|' .. subscription)
      break
    end
    redis.call('XADD', at .. lane, '*', 'd', redis.call('LPOP', list), 's', subscription)
    tat = math.max(tat, now) + interval
    used = used + 1
    left = left - 1
  end
  if used > 0 then redis.call('HSET', at .. 'used', subscription, used)
  else redis.call('HDEL', at .. 'used', subscription) end
  if tat > now then redis.call('HSET', at .. 'tat', subscription, tostring(tat))
  else redis.call('HDEL', at .. 'tat', subscription) end
end

local function dispatch_all(subscriptions)
  for subscription in pairs(subscriptions) do dispatch(subscription) end
end
