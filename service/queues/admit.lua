-- ARGV: epoch, then lines of delivery, subscription, due in ms, limits, parted by tabs.
-- One that is known already is not taken twice, but may become due earlier.
local touched = {}
for id, subscription, due, limits in
    string.gmatch(ARGV[2], '([^\t\n]*)\t([^\t\n]*)\t([^\t\n]*)\t([^\t\n]*)') do
  due = tonumber(due)
  redis.call('HSET', at .. 'limits', subscription, limits)
  if redis.call('HSETNX', at .. 'known', id, 1) == 0 then
    redis.call('ZADD', at .. 'due', 'XX', 'LT', due, id .. '|' .. subscription)
  elseif due > now then
    redis.call('ZADD', at .. 'due', due, id .. '|' .. subscription)
  else
    redis.call('RPUSH', at .. 'wait:' .. subscription, id)
    touched[subscription] = true
  end
end
dispatch_all(touched)
return 0
