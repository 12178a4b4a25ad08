-- ARGV: epoch, then for each delivery: id, subscription, due in ms, limits.
-- One that is known already is not taken twice, but may become due earlier.
local touched = {}
for n = 2, #ARGV, 4 do
  local id, subscription, due = ARGV[n], ARGV[n + 1], tonumber(ARGV[n + 2])
  redis.call('HSET', at .. 'limits', subscription, ARGV[n + 3])
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
return #ARGV
