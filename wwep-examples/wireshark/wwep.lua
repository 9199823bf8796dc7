-- SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0
--
-- A Wireshark dissector for WWEP, the register protocol of chapter 6 of the WICED Wi-Fi 101 course.
--
-- To install it, copy it to the folder of personal Lua plugins (Help > About Wireshark > Folders), or start
-- wireshark or tshark with -X lua_script:wwep.lua.
--
-- Port 27708 is plain. On port 40508, TLS is passed to Wireshark's TLS dissector, which passes on what it can
-- decrypt; captures of "wwep server --pcap" contain plain text on both ports.

local PLAIN_PORT = 27708
local TLS_PORT = 40508

local wwep = Proto("wwep", "WICED Wi-Fi Example Protocol")

local fields = {
  command = ProtoField.string("wwep.command", "Command"),
  reply = ProtoField.string("wwep.reply", "Reply"),
  device = ProtoField.uint16("wwep.device", "Device", base.HEX),
  register = ProtoField.uint8("wwep.register", "Register", base.HEX),
  value = ProtoField.uint16("wwep.value", "Value", base.HEX),
  reason = ProtoField.string("wwep.reason", "Reason"),
  illegal = ProtoField.bytes("wwep.illegal", "Illegal bytes"),
  request_in = ProtoField.framenum("wwep.request_in", "Reply to the request in frame", base.NONE, frametype.REQUEST),
  reply_in = ProtoField.framenum("wwep.reply_in", "Answered in frame", base.NONE, frametype.RESPONSE),
  time = ProtoField.relative_time("wwep.time", "Response time"),
}
wwep.fields = {
  fields.command, fields.reply, fields.device, fields.register, fields.value, fields.reason, fields.illegal,
  fields.request_in, fields.reply_in, fields.time,
}

local experts = {
  illegal = ProtoExpert.new("wwep.illegal.expert", "Illegal packet", expert.group.MALFORMED, expert.severity.ERROR),
  echo = ProtoExpert.new("wwep.echo.expert", "Wrong echo", expert.group.PROTOCOL, expert.severity.ERROR),
  refused = ProtoExpert.new("wwep.refused.expert", "Refused", expert.group.RESPONSE_CODE, expert.severity.NOTE),
  unasked = ProtoExpert.new("wwep.unasked.expert", "Reply without a request", expert.group.SEQUENCE,
    expert.severity.WARN),
}
wwep.experts = { experts.illegal, experts.echo, experts.refused, experts.unasked }

local stream_of = Field.new("tcp.stream")

-- The length of each message, by its first byte. X is handled on its own.
local REQUESTS = { [0x52] = 7, [0x57] = 11 } -- R, W
local ACCEPTED, ACCEPTED_LENGTH, REFUSED = 0x41, 11, 0x58 -- A, X
local CR, LF = 0x0D, 0x0A
local MAX_SHOWN = 256

-- Per TCP stream: the client's port, and the requests that have no reply yet.
local streams = {}

-- Per frame: its messages, so that Wireshark can dissect a frame again, in any order.
local frames = {}

function wwep.init()
  streams = {}
  frames = {}
end

local function stream_state(pinfo, is_server_port)
  local number = stream_of()
  local key = number and number.value or (math.min(pinfo.src_port, pinfo.dst_port) .. "-"
    .. math.max(pinfo.src_port, pinfo.dst_port))
  local state = streams[key]
  if not state then
    -- On a port that is not WWEP's, the side that speaks first is the client.
    local from_server = is_server_port(pinfo.src_port) and not is_server_port(pinfo.dst_port)
    state = { client = from_server and pinfo.dst_port or pinfo.src_port, first = 1, last = 0, open = {},
      ends_in_refusal = false }
    streams[key] = state
  end
  return state
end

local function is_wwep_port(port)
  return port == PLAIN_PORT or port == TLS_PORT
end

-- Returns the message of this frame to show now. On the first pass, create makes it.
local function message_of(pinfo, create)
  local frame = frames[pinfo.number]
  if not frame then
    frame = { next = 1 }
    frames[pinfo.number] = frame
  end
  if pinfo.visited and #frame > 0 then
    local message = frame[frame.next] or frame[1]
    frame.next = frame.next % #frame + 1
    return message
  end
  local message = create()
  frame[#frame + 1] = message
  return message
end

-- Returns whether the bytes behind the first one are all hexadecimal digits.
local function has_only_digits(text)
  return not text:find("[^0-9A-Fa-f]", 2)
end

-- Returns a peer's text as it can be shown in a terminal.
local function printable(text)
  return (text:gsub("[^ -~]", function(byte) return string.format("\\x%02x", byte:byte()) end))
end

-- Adds the numbers of a complete message to the tree, and returns them.
local function add_numbers(tree, tvb, from, text)
  local device = tonumber(text:sub(2, 5), 16)
  local register = tonumber(text:sub(6, 7), 16)
  local value = tonumber(text:sub(8, 11), 16)
  tree:add(fields.device, tvb(from + 1, 4), device)
  tree:add(fields.register, tvb(from + 5, 2), register)
  if value then
    tree:add(fields.value, tvb(from + 7, 4), value)
  end
  return device, register, value
end

local function add_illegal(tvb, from, tree, side, info)
  local length = tvb:len() - from
  local subtree = tree:add(wwep, tvb(from, length), "WWEP, illegal " .. side)
  subtree:add(fields.illegal, tvb(from, math.min(length, MAX_SHOWN)))
  subtree:add_proto_expert_info(experts.illegal, "This is not a " .. side .. ": what follows on this connection cannot"
    .. " be told apart")
  info[#info + 1] = "illegal " .. side
end

-- A message without its end: it did not arrive, or was not captured.
local function add_incomplete(tvb, from, tree, side, info)
  if tvb:reported_len() > tvb:len() then
    tree:add(wwep, tvb(from), "WWEP " .. side .. ", cut off by the size limit of the capture")
    info[#info + 1] = "[cut off]"
  else
    add_illegal(tvb, from, tree, side, info)
  end
end

local function show_request(message, tvb, from, text, tree, info)
  local subtree = tree:add(wwep, tvb(from, #text), "WWEP request: " .. text)
  message.command = text:sub(1, 1)
  subtree:add(fields.command, tvb(from, 1), message.command):append_text(
    message.command == "W" and " (write)" or " (read)")
  message.device, message.register, message.value = add_numbers(subtree, tvb, from, text)
  if message.reply_in then
    subtree:add(fields.reply_in, message.reply_in):set_generated()
  end
  info[#info + 1] = text
end

local function new_request(state, pinfo)
  local message = { number = pinfo.number, time = pinfo.abs_ts }
  state.last = state.last + 1
  state.open[state.last] = message
  return message
end

local function new_reply(state, pinfo)
  local message = { number = pinfo.number, time = pinfo.abs_ts }
  local request = state.open[state.first]
  if request then
    state.open[state.first] = nil
    state.first = state.first + 1
    request.reply_in = pinfo.number
    message.request = request
  end
  return message
end

local function link(message, subtree)
  local request = message.request
  if request then
    subtree:add(fields.request_in, request.number):set_generated()
    local time = message.time - request.time
    local seconds = math.floor(time)
    subtree:add(fields.time, NSTime(seconds, math.floor((time - seconds) * 1e6 + 0.5) * 1000)):set_generated()
  end
  return request
end

local function show_acceptance(message, tvb, from, text, tree, info)
  local subtree = tree:add(wwep, tvb(from, ACCEPTED_LENGTH), "WWEP reply: " .. text)
  subtree:add(fields.reply, tvb(from, 1), "A"):append_text(" (accepted)")
  local device, register, value = add_numbers(subtree, tvb, from, text)
  local request = link(message, subtree)
  if not request then
    subtree:add_proto_expert_info(experts.unasked, "No complete request before this reply was captured")
  elseif request.device ~= device or request.register ~= register
      or (request.command == "W" and request.value ~= value) then
    subtree:add_proto_expert_info(experts.echo, "This reply does not echo the request in frame " .. request.number)
  end
  info[#info + 1] = text
end

local function show_refusal(message, tvb, from, length, tree, info)
  local subtree = tree:add(wwep, tvb(from, length), "WWEP reply: X")
  subtree:add(fields.reply, tvb(from, 1), "X"):append_text(" (failed)")
  local reason = ""
  if length > 1 then
    reason = tvb(from + 1, math.min(length - 1, MAX_SHOWN)):string():gsub("^ ", "")
    subtree:add(fields.reason, tvb(from + 1, length - 1), reason)
    subtree:append_text(" " .. printable(reason))
  end
  if link(message, subtree) then
    subtree:add_proto_expert_info(experts.refused, "The server refused the request in frame " .. message.request.number)
  else
    subtree:add_proto_expert_info(experts.refused,
      "The server refused an illegal or incomplete packet, or its request was not captured")
  end
  info[#info + 1] = reason == "" and "X" or "X " .. printable(reason)
end

-- Asks for the bytes that complete a message, if they may still come. Returns whether it did.
local function wait_for(pinfo, from, missing)
  if pinfo.can_desegment and pinfo.can_desegment > 0 then
    pinfo.desegment_offset = from
    pinfo.desegment_len = missing
    return true
  end
  return false
end

-- Returns the index behind the request, or nil if nothing more can be dissected.
local function dissect_request(tvb, from, pinfo, tree, state, info)
  local first = tvb(from, 1):uint()
  if first == CR or first == LF then
    return from + 1
  end
  local length = REQUESTS[first]
  local text = length and tvb:raw(from, math.min(length, tvb:len() - from))
  if not length or not has_only_digits(text) then
    add_illegal(tvb, from, tree, "request", info)
    return nil
  end
  if #text < length then
    if not wait_for(pinfo, from, length - #text) then
      add_incomplete(tvb, from, tree, "request", info)
    end
    return nil
  end
  local message = message_of(pinfo, function() return new_request(state, pinfo) end)
  show_request(message, tvb, from, text, tree, info)
  return from + length
end

-- Returns the length of a refusal. Text behind X goes on to the end of the stream.
local function refusal_length(tvb, from)
  if from + 1 == tvb:len() then
    return 1
  end
  local second = tvb(from + 1, 1):uint()
  return (second == ACCEPTED or second == REFUSED) and 1 or tvb:len() - from
end

-- Returns whether this frame continues the text behind an X of an earlier frame.
local function continues_reason(tvb, from, pinfo, state)
  if pinfo.visited then
    return from == 0 and frames[pinfo.number] ~= nil and frames[pinfo.number].continues
  end
  local first = tvb(from, 1):uint()
  local continues = from == 0 and state.ends_in_refusal and first ~= ACCEPTED and first ~= REFUSED
  if continues then
    frames[pinfo.number] = { next = 1, continues = true }
  end
  return continues
end

local function show_continued_reason(tvb, tree, info)
  local reason = tvb(0, math.min(tvb:len(), MAX_SHOWN)):string()
  local subtree = tree:add(wwep, tvb(), "WWEP reply, continued: " .. printable(reason))
  subtree:add(fields.reason, tvb(), reason)
  info[#info + 1] = printable(reason)
end

local function dissect_reply(tvb, from, pinfo, tree, state, info)
  if continues_reason(tvb, from, pinfo, state) then
    show_continued_reason(tvb, tree, info)
    return nil
  end
  local first = tvb(from, 1):uint()
  if not pinfo.visited then
    state.ends_in_refusal = first == REFUSED and from + refusal_length(tvb, from) == tvb:len()
  end
  if first == REFUSED then
    local length = refusal_length(tvb, from)
    local message = message_of(pinfo, function() return new_reply(state, pinfo) end)
    show_refusal(message, tvb, from, length, tree, info)
    return from + length
  end
  local text = tvb:raw(from, math.min(ACCEPTED_LENGTH, tvb:len() - from))
  if first ~= ACCEPTED or not has_only_digits(text) then
    add_illegal(tvb, from, tree, "reply", info)
    return nil
  end
  if #text < ACCEPTED_LENGTH then
    if not wait_for(pinfo, from, ACCEPTED_LENGTH - #text) then
      add_incomplete(tvb, from, tree, "reply", info)
    end
    return nil
  end
  local message = message_of(pinfo, function() return new_reply(state, pinfo) end)
  show_acceptance(message, tvb, from, text, tree, info)
  return from + ACCEPTED_LENGTH
end

-- TLS records begin with their type, 20 to 23, and the major version 3, which no WWEP text contains.
local function is_tls(tvb)
  local kind = tvb(0, 1):uint()
  return kind >= 20 and kind <= 23 and (tvb:len() == 1 or tvb(1, 1):uint() == 3)
end

function wwep.dissector(tvb, pinfo, tree)
  if tvb:len() == 0 then
    return 0
  end
  if pinfo.match_uint == TLS_PORT and is_tls(tvb) then
    return Dissector.get("tls"):call(tvb, pinfo, tree)
  end
  pinfo.cols.protocol = "WWEP"
  local state = stream_state(pinfo, is_wwep_port)
  local to_server = pinfo.src_port == state.client
  if is_wwep_port(pinfo.dst_port) ~= is_wwep_port(pinfo.src_port) then
    to_server = is_wwep_port(pinfo.dst_port)
  end
  local dissect = to_server and dissect_request or dissect_reply
  local info = {}
  local from = 0
  while from and from < tvb:len() do
    from = dissect(tvb, from, pinfo, tree, state, info)
  end
  if #info > 0 then
    pinfo.cols.info = (to_server and "Request " or "Reply ") .. table.concat(info, " ")
  end
  return tvb:len()
end

DissectorTable.get("tcp.port"):add(PLAIN_PORT, wwep)
DissectorTable.get("tcp.port"):add(TLS_PORT, wwep)
DissectorTable.get("tls.port"):add(TLS_PORT, wwep)
