-- ARGV: epoch, then lines of delivery, subscription, ms until it is due, limits, parted by tabs.
-- One that is known already is not taken twice, but may become due earlier.

-- Which deliveries are with workers, or on their way to them.
local moving
local function is_moving(id)
  if not moving then
    moving = {}
    for _, lane in ipairs({'ready', 'slow'}) do
      for _, entry in ipairs(redis.call('XRANGE', at .. lane, '-', '+', 'COUNT', 5000)) do
        moving[entry[2][2]] = true
      end
    end
  end
  return moving[id]
end

-- Overdue and known, but nowhere: the key that had it was evicted, or lost in a failover. A long
-- list is not searched: it is looked at again when it has become short.
local function is_lost(id, subscription)
  local list = at .. 'wait:' .. subscription
  return not redis.call('ZSCORE', at .. 'due', id .. '|' .. subscription)
    and redis.call('LLEN', list) <= 1000 and not redis.call('LPOS', list, id)
    and not is_moving(id)
end

local touched, told, limited, waiting = {}, {}, {}, {}
for id, subscription, wait, limits in
    string.gmatch(ARGV[2], '([^\t\n]*)\t([^\t\n]*)\t([^\t\n]*)\t([^\t\n]*)') do
  local due = now + wait
  if limited[subscription] ~= limits then
    limited[subscription] = limits
    table.insert(told, subscription) table.insert(told, limits)
  end
  local member = id .. '|' .. subscription
  local new = redis.call('HSETNX', at .. 'known', id, 1) == 1
  if due > now then
    redis.call('ZADD', at .. 'due', 'LT', due, member)
  elseif not new and not is_lost(id, subscription) then
    redis.call('ZADD', at .. 'due', 'XX', 'LT', due, member)
  else
    waiting[subscription] = waiting[subscription] or {}
    table.insert(waiting[subscription], id)
    touched[subscription] = 0
  end
end
put('limits', told, {})
for subscription, ids in pairs(waiting) do
  redis.call('RPUSH', at .. 'wait:' .. subscription, unpack(ids))
end
dispatch_all(touched)
return 0
