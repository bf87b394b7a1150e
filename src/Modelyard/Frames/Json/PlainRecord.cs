using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Modelyard.Frames.Csv;

namespace Modelyard.Frames.Json;

/// <summary>Reads a record of the most frequent form: keys of the records before in their order, some of them perhaps left out, values that are not nested, texts without escapes, no spaces but one after a colon or comma.</summary>
/// <remarks>
/// It is looked through first, and taken only if it has that form to its end; any other record goes to the general reader, which tells what is wrong with it. The row of the bench is read_ndjson_flights.
/// </remarks>
internal sealed class PlainRecord(RecordBlock block)
{
    // What ends a text, or may not stand in it as it is.
    internal static readonly SearchValues<byte> EndOfText = SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    private Member[] _members = new Member[16];

    /// <summary>Reads a record.</summary>
    /// <param name="buffer">The bytes; sixteen past the record must be there.</param>
    /// <param name="start">The index of the first byte of the record.</param>
    /// <param name="end">The index before which it ends.</param>
    /// <returns>The index after the record; -1 if it has another form, and nothing was taken.</returns>
    public int Read(byte[] buffer, int start, int end)
    {
        KeyNode root = block.Root;
        if (_members.Length < root.Count)
        {
            _members = new Member[root.Count * 2];
        }

        int at = start, count = 0, key = 0;
        if (root.Count == 0 || buffer[at++] != (byte)'{')
        {
            return -1;
        }

        while (true)
        {
            while (key < root.Count && !TrySkipKey(buffer, root[key], ref at))
            {
                key++;
            }

            if (key == root.Count || !TryScan(buffer, end, ref at, ref _members[count]))
            {
                return -1;
            }

            _members[count++].Key = key++;
            if (buffer[at] == (byte)'}' && at < end)
            {
                Take(buffer, root, count);
                return at + 1;
            }

            if (buffer[at] != (byte)',')
            {
                return -1;
            }

            at += buffer[at + 1] == (byte)' ' ? 2 : 1;
        }
    }

    private static bool TrySkipKey(byte[] buffer, KeyNode key, ref int at)
    {
        ReadOnlySpan<byte> name = key.Name;
        if (buffer[at] != (byte)'"' || !key.IsPlain || at + name.Length + 4 > buffer.Length || !buffer.AsSpan(at + 1, name.Length).SequenceEqual(name))
        {
            return false;
        }

        at += name.Length + 1;
        if (buffer[at] != (byte)'"' || buffer[at + 1] != (byte)':')
        {
            return false;
        }

        at += buffer[at + 2] == (byte)' ' ? 3 : 2;
        return true;
    }

    /// <summary>Finds where a value ends; zeros follow the last record, so that nothing is found past them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryScan(byte[] buffer, int end, ref int at, ref Member member)
    {
        byte first = buffer[at];
        if (first == (byte)'"')
        {
            int length = buffer.AsSpan(at + 1, end - at).IndexOfAny(EndOfText);
            if (length < 0 || buffer[at + 1 + length] != (byte)'"')
            {
                return false;
            }

            member = new Member(at + 1, length, JsonTokenType.String, default, default);
            at += length + 2;
            return true;
        }

        if (first is (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
        {
            return TryScanNumber(buffer, ref at, ref member);
        }

        (JsonTokenType type, int letters) = first switch
        {
            (byte)'t' when buffer.AsSpan(at, 4).SequenceEqual("true"u8) => (JsonTokenType.True, 4),
            (byte)'f' when buffer.AsSpan(at, 5).SequenceEqual("false"u8) => (JsonTokenType.False, 5),
            (byte)'n' when buffer.AsSpan(at, 4).SequenceEqual("null"u8) => (JsonTokenType.Null, 4),
            _ => (JsonTokenType.None, 0),
        };
        member = new Member(at, letters, type, default, default);
        at += letters;
        return letters > 0;
    }

    private static bool TryScanNumber(byte[] buffer, ref int at, ref Member member)
    {
        int start = at;
        int digits = buffer[at] == (byte)'-' ? at + 1 : at;
        bool isWhole = true;
        while (buffer[at + 1] is (>= (byte)'0' and <= (byte)'9') or (byte)'.')
        {
            isWhole &= buffer[++at] != (byte)'.';
        }

        int length = ++at - start;
        ref byte first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(buffer), start);
        if (isWhole)
        {
            member = new Member(start, length, JsonTokenType.Number, 0, default);
            return buffer[at] is not ((byte)'e' or (byte)'E') && IntegerSyntax.TryReadShort(ref first, length, out member.Integer);
        }

        // The short syntax is that of CSV, which also has '.5', '5.' and '05.5'.
        bool isJson = buffer[digits] is >= (byte)'0' and <= (byte)'9' && buffer[at - 1] != (byte)'.' && (buffer[digits] != (byte)'0' || buffer[digits + 1] == (byte)'.');
        member = new Member(start, length, JsonTokenType.Number, 0, default) { IsDouble = true };
        return isJson && buffer[at] is not ((byte)'e' or (byte)'E') && DoubleSyntax.TryReadShort(ref first, length, out member.Number, out _);
    }

    private void Take(byte[] buffer, KeyNode root, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ref Member member = ref _members[i];
            KeyNode key = root[member.Key];
            key.Row = block.Rows;
            ReadOnlySpan<byte> raw = buffer.AsSpan(member.Start, member.Length);
            switch (member.Type)
            {
                case JsonTokenType.String:
                    block.AddText(key, raw);
                    break;
                case JsonTokenType.Number when member.IsDouble:
                    block.AddDouble(key, member.Number, raw);
                    break;
                case JsonTokenType.Number:
                    block.AddInteger(key, member.Integer, raw);
                    break;
                case JsonTokenType.Null:
                    block.AddNull(key);
                    break;
                default:
                    block.AddBoolean(key, member.Type == JsonTokenType.True);
                    break;
            }
        }

        block.EndRow();
    }

    private struct Member(int start, int length, JsonTokenType type, long integer, double number)
    {
        public readonly int Start = start;
        public readonly int Length = length;
        public readonly JsonTokenType Type = type;
        public long Integer = integer;
        public double Number = number;
        public bool IsDouble;
        public int Key;
    }
}
