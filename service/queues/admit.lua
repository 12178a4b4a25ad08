-- ARGV: epoch, then lines of delivery, subscription, due in ms, limits, parted by tabs.
-- One that is known already is not taken twice, but may become due earlier.
local touched, told, limited, waiting = {}, {}, {}, {}
for id, subscription, due, limits in
    string.gmatch(ARGV[2], '([^\t\n]*)\t([^\t\n]*)\t([^\t\n]*)\t([^\t\n]*)') do
  due = tonumber(due)
  if limited[subscription] ~= limits then
    limited[subscription] = limits
    table.insert(told, subscription) table.insert(told, limits)
  end
  if redis.call('HSETNX', at .. 'known', id, 1) == 0 then
    redis.call('ZADD', at .. 'due', 'XX', 'LT', due, id .. '|' .. subscription)
  elseif due > now then
    redis.call('ZADD', at .. 'due', due, id .. '|' .. subscription)
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
