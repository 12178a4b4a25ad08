-- ARGV: epoch; lines parted by tabs of lane, entry id, delivery, subscription, ms until it is due
-- again (-1: it is not), ms for which the receiver rests (0 ends a rest, -1 leaves it), limits or
-- nothing; own name, how many deliveries are wanted, of them how many of slow receivers. Only who
-- still holds an entry gives its credit back.
-- Returns the deliveries whose entry another has taken, and lines of lane, entry id, delivery,
-- subscription of what was given: the client reads one text faster than a tree.
local others, known, freed, limited, rests = {}, {}, {}, {}, {}
local ended = {ready = {}, slow = {}}
local field = '([^\t\n]*)'
local line = string.rep(field .. '\t', 6) .. field
for lane, entry, id, subscription, wait, rest, limits in string.gmatch(ARGV[2], line) do
  if redis.call('XACK', at .. lane, 'workers', entry) == 1 then
    table.insert(ended[lane], entry)
    freed[subscription] = (freed[subscription] or 0) + 1
    if tonumber(wait) < 0 then table.insert(known, id)
    else redis.call('ZADD', at .. 'due', now + wait, id .. '|' .. subscription) end
    if limits ~= '' then limited[subscription] = limits end
    if tonumber(rest) >= 0 then rests[subscription] = now + rest end
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
for subscription, until_ in pairs(rests) do
  if until_ > now then table.insert(resting, subscription) table.insert(resting, until_)
  else table.insert(awake, subscription) end
end
put('known', {}, known)
put('limits', told, {})
put('pause', resting, awake)
dispatch_all(freed)

local given = {}
local function take(lane, count)
  if count <= 0 then return end
  local stream = at .. lane
  local found = redis.call(
    'XREADGROUP', 'GROUP', 'workers', ARGV[3], 'COUNT', count, 'STREAMS', stream, '>')
  for _, one in ipairs(found and found[1][2] or {}) do
    local fields = one[2]
    if fields[1] == 'd' and fields[3] == 's' then
      table.insert(given, table.concat({lane, one[1], fields[2], fields[4]}, '\t'))
    else
      -- A foreign entry must not stop the others: away with it.
      redis.call('XACK', stream, 'workers', one[1])
      redis.call('XDEL', stream, one[1])
    end
  end
end

take('slow', math.min(tonumber(ARGV[4]), tonumber(ARGV[5])))
take('ready', ARGV[4] - #given)
return {others, table.concat(given, '\n')}
