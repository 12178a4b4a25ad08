-- ARGV: epoch, own name, how many, of them how many of slow receivers. Returns lines parted by
-- tabs of lane, entry id, delivery, subscription: the client reads one text faster than a tree.
local lines = {}
local function take(lane, count)
  if count <= 0 then return end
  local stream = at .. lane
  local found = redis.call(
    'XREADGROUP', 'GROUP', 'workers', ARGV[2], 'COUNT', count, 'STREAMS', stream, '>')
  for _, one in ipairs(found and found[1][2] or {}) do
    local fields = one[2]
    if fields[1] == 'd' and fields[3] == 's' then
      table.insert(lines, table.concat({lane, one[1], fields[2], fields[4]}, '\t'))
    else
      -- A foreign entry must not stop the others: away with it.
      redis.call('XACK', stream, 'workers', one[1])
      redis.call('XDEL', stream, one[1])
    end
  end
end

take('slow', math.min(tonumber(ARGV[3]), tonumber(ARGV[4])))
take('ready', ARGV[3] - #lines)
return table.concat(lines, '\n')
