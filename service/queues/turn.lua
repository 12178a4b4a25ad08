-- ARGV: epoch; JSON of [[what was given (see below), ms until it is due again (-1: it is not), null or
-- [ms for which its receiver rests (0 ends a rest), its limits]] ...]; own name, how many deliveries
-- are wanted, of them how many of slow receivers. Only who still holds a delivery gives its credit
-- back, and is heard about its receiver.
-- Returns the deliveries that another has taken, and JSON of [[delivery, since when it is held, lane,
-- subscription] ...] of what was given: the client reads one text faster than a tree.
local lines, ids = cjson.decode(ARGV[2]), {}
for n, line in ipairs(lines) do ids[n] = line[1][1] end

local others, ended, known, later, freed, done, stands = {}, {}, {}, {}, {}, {}, {}
local holders = #ids > 0 and redis.call('HMGET', at .. 'held', unpack(ids)) or {}
for n, id in ipairs(ids) do
  local _, since, lane, subscription = unpack(lines[n][1])
  local wait, standing = lines[n][2], lines[n][3]
  if holders[n] == held_by(ARGV[3], since, lane, subscription) and not done[id] then
    done[id] = true
    table.insert(ended, id)
    freed[subscription] = (freed[subscription] or 0) + 1
    if wait < 0 then table.insert(known, id)
    else table.insert(later, now + wait) table.insert(later, id .. '|' .. subscription) end
    if standing ~= cjson.null then stands[subscription] = standing end
  else
    table.insert(others, id)
  end
end
if #later > 0 then redis.call('ZADD', at .. 'due', unpack(later)) end
local told, resting, awake = {}, {}, {}
for subscription, standing in pairs(stands) do
  local rest, limits = unpack(standing)
  table.insert(told, subscription) table.insert(told, limits)
  if rest > 0 then table.insert(resting, subscription) table.insert(resting, now + rest)
  else table.insert(awake, subscription) end
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
      table.insert(given, {id, now .. '', lane, subscription})
      table.insert(mine, id) table.insert(mine, held_by(ARGV[3], now, lane, subscription))
    end
  end
end

take('slow', math.min(tonumber(ARGV[4]), tonumber(ARGV[5])))
take('ready', ARGV[4] - #given)
put('held', mine, {})
if #given > 0 and redis.call('LLEN', at .. 'ready') > 0 then wake() end
return {others, as_list(given)}
