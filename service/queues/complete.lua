-- ARGV: epoch, then lines parted by tabs of lane, entry id, delivery, subscription, due in ms or 0,
-- pause until in ms (0 ends it, -1 leaves it), limits or nothing. Only who still holds an entry
-- gives its credit back; returns the deliveries whose entry another has taken.
local touched, others = {}, {}
local field = '([^\t\n]*)'
local line = string.rep(field .. '\t', 6) .. field
for lane, entry, id, subscription, due, pause, limits in string.gmatch(ARGV[2], line) do
  local stream = at .. lane
  due, pause = tonumber(due), tonumber(pause)
  if redis.call('XACK', stream, 'workers', entry) == 1 then
    redis.call('XDEL', stream, entry)
    redis.call('HINCRBY', at .. 'used', subscription, -1)
    if due > 0 then redis.call('ZADD', at .. 'due', due, id .. '|' .. subscription)
    else redis.call('HDEL', at .. 'known', id) end
    if limits ~= '' then redis.call('HSET', at .. 'limits', subscription, limits) end
    if pause > now then redis.call('HSET', at .. 'pause', subscription, pause)
    elseif pause >= 0 then redis.call('HDEL', at .. 'pause', subscription) end
    touched[subscription] = true
  else
    table.insert(others, id)
  end
end
dispatch_all(touched)
return others
