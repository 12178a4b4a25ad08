-- ARGV: epoch, then lines parted by tabs of lane, entry id, delivery, subscription, due in ms or 0,
-- pause until in ms (0 ends it, -1 leaves it), limits or nothing. Only who still holds an entry
-- gives its credit back; returns the deliveries whose entry another has taken.
local others, known, freed, limited, rests = {}, {}, {}, {}, {}
local ended = {ready = {}, slow = {}}
local field = '([^\t\n]*)'
local line = string.rep(field .. '\t', 6) .. field
for lane, entry, id, subscription, due, pause, limits in string.gmatch(ARGV[2], line) do
  if redis.call('XACK', at .. lane, 'workers', entry) == 1 then
    table.insert(ended[lane], entry)
    freed[subscription] = (freed[subscription] or 0) + 1
    if tonumber(due) > 0 then redis.call('ZADD', at .. 'due', due, id .. '|' .. subscription)
    else table.insert(known, id) end
    if limits ~= '' then limited[subscription] = limits end
    if tonumber(pause) >= 0 then rests[subscription] = tonumber(pause) end
  else
    table.insert(others, id)
  end
end
for lane, entries in pairs(ended) do
  if #entries > 0 then redis.call('XDEL', at .. lane, unpack(entries)) end
end
local told, resting, awake = {}, {}, {}
for subscription, limits in pairs(limited) do
  table.insert(told, subscription) table.insert(told, limits)
end
for subscription, pause in pairs(rests) do
  if pause > now then table.insert(resting, subscription) table.insert(resting, pause)
  else table.insert(awake, subscription) end
end
put('known', {}, known)
put('limits', told, {})
put('pause', resting, awake)
dispatch_all(freed)
return others
