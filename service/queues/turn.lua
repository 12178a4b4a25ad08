-- ARGV: epoch; lines of what was given (see below) and ms until it is due again (-1: it is not);
-- lines of subscription, ms for which its receiver rests (0 ends a rest), limits; own name, how many
-- deliveries are wanted, of them how many of slow receivers. All parted by tabs. Only who still
-- holds a delivery gives its credit back, and is heard about its receiver.
-- Returns the deliveries that another has taken, and lines of delivery, since when it is held,
-- lane, subscription of what was given: the client reads one text faster than a tree.
local lines, ids = {}, {}
local field = '([^\t\n]*)'
local line = field .. '\t([^\t\n]*\t[^\t\n]*\t' .. field .. ')\t' .. field
for id, held, subscription, wait in string.gmatch(ARGV[2], line) do
  table.insert(ids, id)
  table.insert(lines, {ARGV[4] .. '\t' .. held, subscription, tonumber(wait)})
end

local others, ended, known, later, freed, done = {}, {}, {}, {}, {}, {}
local holders = #ids > 0 and redis.call('HMGET', at .. 'held', unpack(ids)) or {}
for n, id in ipairs(ids) do
  local held, subscription, wait = unpack(lines[n])
  if holders[n] == held and not done[id] then
    done[id] = true
    table.insert(ended, id)
    freed[subscription] = (freed[subscription] or 0) + 1
    if wait < 0 then table.insert(known, id)
    else table.insert(later, now + wait) table.insert(later, id .. '|' .. subscription) end
  else
    table.insert(others, id)
  end
end
if #later > 0 then redis.call('ZADD', at .. 'due', unpack(later)) end
local told, resting, awake = {}, {}, {}
local stands = field .. '\t' .. field .. '\t' .. field
for subscription, rest, limits in string.gmatch(ARGV[3], stands) do
  if freed[subscription] then
    table.insert(told, subscription) table.insert(told, limits)
    if tonumber(rest) > 0 then
      table.insert(resting, subscription) table.insert(resting, now + rest)
    else table.insert(awake, subscription) end
  end
end
put('held', {}, ended)
put('known', {}, known)
put('limits', told, {})
put('pause', resting, awake)
dispatch_all(freed)

local given, mine = {}, {}
local function take(lane, count)
  for _, one in ipairs(count > 0 and redis.call('LPOP', at .. lane, count) or {}) do
    local id, subscription = string.match(one, '^([^|\t\n]+)|([^|\t\n]+)$')
    -- A foreign entry must not stop the others: away with it.
    if id then
      local rest = now .. '\t' .. lane .. '\t' .. subscription
      table.insert(given, id .. '\t' .. rest)
      table.insert(mine, id) table.insert(mine, ARGV[4] .. '\t' .. rest)
    end
  end
end

take('slow', math.min(tonumber(ARGV[5]), tonumber(ARGV[6])))
take('ready', ARGV[5] - #given)
put('held', mine, {})
if #given > 0 and redis.call('LLEN', at .. 'ready') > 0 then wake() end
return {others, table.concat(given, '\n')}
