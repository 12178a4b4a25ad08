-- ARGV: epoch; JSON of [[delivery, subscription, ms until it is due] ...], of {subscription: limits}.
-- One that is known already is not taken twice, but may become due earlier.

-- Which deliveries are on their way to workers; nil if there are too many to look through.
local ready
local function on_the_way()
  if ready == nil then
    ready = {}
    for _, lane in ipairs({'ready', 'slow'}) do
      if redis.call('LLEN', at .. lane) > 5000 then ready = false return ready end
      for _, one in ipairs(redis.call('LRANGE', at .. lane, 0, -1)) do
        ready[string.match(one, '[^|]*')] = true
      end
    end
  end
  return ready
end

-- Overdue and known, but nowhere: the key that had it was evicted, or lost in a failover. A long
-- list is not searched: it is looked at again when it has become short.
local function is_lost(id, subscription)
  local list = at .. 'wait:' .. subscription
  if redis.call('HEXISTS', at .. 'held', id) == 1
    or redis.call('ZSCORE', at .. 'due', id .. '|' .. subscription)
    or redis.call('LLEN', list) > 1000 or redis.call('LPOS', list, id) then
    return false
  end
  local there = on_the_way()
  return there and not there[id]
end

local lines, ids = cjson.decode(ARGV[2]), {}
for n, line in ipairs(lines) do ids[n] = line[1] end
local known = redis.call('HMGET', at .. 'known', unpack(ids))

local touched, told, waiting, new, later, seen = {}, {}, {}, {}, {}, {}
for subscription, limits in pairs(cjson.decode(ARGV[3])) do
  table.insert(told, subscription) table.insert(told, limits)
end
for n, line in ipairs(lines) do
  local id, subscription, wait = unpack(line)
  local is_new = not known[n] and not seen[id]
  local due, member = now + wait, id .. '|' .. subscription
  if due > now then
    table.insert(later, due) table.insert(later, member)
  elseif not is_new then
    -- Whatever else was lost with it, such as a credit, is so too: all begins anew.
    if known[n] and is_lost(id, subscription) then return redis.error_reply('STALE a key was lost') end
    redis.call('ZADD', at .. 'due', 'XX', 'LT', due, member)
  else
    waiting[subscription] = waiting[subscription] or {}
    table.insert(waiting[subscription], id)
    touched[subscription] = 0
  end
  if is_new then table.insert(new, id) table.insert(new, 1) end
  seen[id] = true
end
put('known', new, {})
put('limits', told, {})
if #later > 0 then redis.call('ZADD', at .. 'due', 'LT', unpack(later)) end
for subscription, those in pairs(waiting) do
  redis.call('RPUSH', at .. 'wait:' .. subscription, unpack(those))
end
dispatch_all(touched)
return 0
