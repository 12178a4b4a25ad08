-- Put before every script. KEYS[1] is the root of all keys, ARGV[1] the epoch they belong to.
-- Keys under root:epoch: -- ready, slow: LISTs of what may be sent now ("id|subscription"); held:
-- what workers have in hand (id: name, since when, lane, subscription, parted by tabs); due: ZSET of
-- what waits for a time; wait:<subscription>: LIST of what waits for a credit; used: credits taken;
-- tat: theoretical arrival times of the rate limit; pause: until when nobody is sent to;
-- limits: "cap interval burst lane"; known: ids that are anywhere in here; wake: LIST that has
-- something in it when a worker that waits is to look; alive: ZSET of workers.
-- Lists and hashes, not streams: each takes any number in one call, and the log of the server grows
-- by that call, where a stream's grows by several for each entry.
local root = KEYS[1]
if redis.call('GET', root .. ':epoch') ~= ARGV[1] then
  return redis.error_reply('STALE another epoch has begun')
end
local at = root .. ':' .. ARGV[1] .. ':'
if redis.call('HEXISTS', at .. 'held', '') == 0 then
  return redis.error_reply('STALE a key was lost')
end
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function words_of(limits)
  local cap, interval, burst, lane = string.match(limits, '(%S+) (%S+) (%S+) (%S+)')
  return tonumber(cap), tonumber(interval), tonumber(burst), lane
end

-- Moves what waits for one subscription to its lane, as far as credits, pause and rate let it;
-- returns the credits taken then, and the time of arrival.
local function dispatch(subscription, limits, used, tat, free)
  local list = at .. 'wait:' .. subscription
  local cap, interval, burst, lane = words_of(limits)
  local left, going = redis.call('LLEN', list), 0
  while going < left and used < cap do
    free = math.max(free, tat - (burst - 1) * interval)
    if free > now then
      redis.call('ZADD', at .. 'due', free, '|' .. subscription)
      break
    end
    tat = math.max(tat, now) + interval
    used, going = used + 1, going + 1
  end
  return used, tat, lane, going > 0 and redis.call('LPOP', list, going) or {}
end

local function wake()
  if redis.call('LLEN', at .. 'wake') == 0 then redis.call('RPUSH', at .. 'wake', 1) end
end

-- One of each subscription at a time: none goes before the others because it has many.
local function spread(going)
  local lanes, round, left = {ready = {}, slow = {}}, 1, true
  while left do
    left = false
    for _, one in ipairs(going) do
      local id = one[3][round]
      if id then
        left = true
        table.insert(lanes[one[1]], id .. '|' .. one[2])
      end
    end
    round = round + 1
  end
  for lane, those in pairs(lanes) do
    for first = 1, #those, 4000 do
      redis.call('RPUSH', at .. lane, unpack(those, first, math.min(first + 3999, #those)))
    end
  end
  if #lanes.ready > 0 then wake() end
end

-- What `held` has of a delivery.
local function held_by(name, since, lane, subscription)
  return name .. '\t' .. since .. '\t' .. lane .. '\t' .. subscription
end

-- JSON of a list; an empty table would be taken for an object.
local function as_list(all) return #all > 0 and cjson.encode(all) or '[]' end

-- Writes or removes fields of a hash, all at once: each call costs more than a field.
local function put(key, pairs_of, gone)
  if #pairs_of > 0 then redis.call('HSET', at .. key, unpack(pairs_of)) end
  if #gone > 0 then redis.call('HDEL', at .. key, unpack(gone)) end
end

-- Dispatches for all these subscriptions; `freed` has the credits that each has got back.
local function dispatch_all(freed)
  local names = {}
  for name in pairs(freed) do table.insert(names, name) end
  if #names == 0 then return end
  local function all(key) return redis.call('HMGET', at .. key, unpack(names)) end
  local limits, used, tats, pauses = all('limits'), all('used'), all('tat'), all('pause')
  local going, taken, free, later, past = {}, {}, {}, {}, {}
  for n, name in ipairs(names) do
    local credits, tat, lane, ids = dispatch(
      name, limits[n] or '1 1000 1 ready', tonumber(used[n] or '0') - freed[name],
      tonumber(tats[n] or '0'), tonumber(pauses[n] or '0'))
    if #ids > 0 then table.insert(going, {lane, name, ids}) end
    if credits > 0 then table.insert(taken, name) table.insert(taken, credits)
    elseif used[n] then table.insert(free, name) end
    if tat > now then table.insert(later, name) table.insert(later, tostring(tat))
    elseif tats[n] then table.insert(past, name) end
  end
  spread(going)
  put('used', taken, free)
  put('tat', later, past)
end
