using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Zstandard;

/// <summary>Unpacks frames of Zstandard.</summary>
/// <remarks>
/// Compiled as it stands from its first call on: a package's loops, which the runtime first compiles as they come and improves later, took more than twice as long over the first thirty files (read_parquet_flights, filter_parquet_flights).
/// Every length is checked against what is left of the bytes and of the page. Checksums are passed over. Source: Collet and Kucherawy (2021), RFC 8878.
/// </remarks>
internal sealed unsafe class ZstandardDecoder
{
    private const uint Mark = 0xFD2FB528, SkippedMark = 0x184D2A50;
    private const int LongestBlock = 1 << 17, Lane = 16;

    private static readonly short[] UsualLiteralLengths = [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1];
    private static readonly short[] UsualOffsets = [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1];
    private static readonly short[] UsualMatchLengths = [1, 4, 3, 2, 2, 2, 2, 2, 2, .. Enumerable.Repeat((short)1, 37), -1, -1, -1, -1, -1, -1, -1];
    private static readonly byte[] LiteralBits = [.. new byte[16], 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
    private static readonly byte[] MatchBits = [.. new byte[32], 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
    private static readonly int[] LiteralStarts = Starts(LiteralBits, 0);
    private static readonly int[] MatchStarts = Starts(MatchBits, 3);

    private readonly HuffmanTable _huffman = new();
    private readonly EntropyTable _literalLengths = new(9);
    private readonly EntropyTable _offsets = new(8);
    private readonly EntropyTable _matchLengths = new(9);
    private readonly byte[] _literals = new byte[LongestBlock + (2 * Lane)];
    private readonly int[] _recent = new int[3];

    /// <summary>Unpacks frames.</summary>
    /// <param name="packed">The frames, after which 64 bytes more can be read.</param>
    /// <param name="page">Receives what they hold, and 32 bytes after it may be written.</param>
    /// <param name="length">The number of bytes that they must hold.</param>
    /// <exception cref="ParquetFormatException">They are damaged, or hold another number of bytes.</exception>
    public void Decode(ReadOnlySpan<byte> packed, Span<byte> page, int length)
    {
        if (page.Length < length + (2 * Lane))
        {
            throw new ArgumentException($"There is room for '{page.Length}' bytes and must be for '{length + (2 * Lane)}'.", nameof(page));
        }

        fixed (byte* source = packed)
        fixed (byte* target = page)
        {
            byte* at = source, end = source + packed.Length, to = target;
            while (at < end)
            {
                at = DecodeFrame(at, end, ref to, target + length);
            }

            if (to != target + length)
            {
                throw Damaged();
            }
        }
    }

    private byte* DecodeFrame(byte* at, byte* end, ref byte* to, byte* most)
    {
        uint mark = Little(Need(at, end, 4), 4);
        if ((mark & ~15u) == SkippedMark)
        {
            uint skipped = Little(Need(at + 4, end, 4), 4);
            return skipped <= (ulong)(end - at - 8) ? at + 8 + skipped : throw Damaged();
        }

        int head = *Need(at + 4, end, 1);
        bool isSingle = (head & 32) != 0;
        if (mark != Mark || (head & 8) != 0 || (head & 3) != 0)
        {
            throw new ParquetFormatException("A page that is packed with 'Zstd' has no frame of it, or one that needs a dictionary.");
        }

        int sizes = (head >> 6) switch { 0 => isSingle ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        at += 5 + (isSingle ? 0 : 1) + sizes;
        _huffman.Clear();
        _literalLengths.Clear();
        _offsets.Clear();
        _matchLengths.Clear();
        (_recent[0], _recent[1], _recent[2]) = (1, 4, 8);
        byte* frame = to;
        bool isLast = false;
        while (!isLast)
        {
            uint block = Little(Need(at, end, 3), 3);
            isLast = (block & 1) != 0;
            int length = (int)(block >> 3);
            at += 3;
            switch ((block >> 1) & 3)
            {
                case 0:
                    new ReadOnlySpan<byte>(Need(at, end, length), length).CopyTo(Room(ref to, most, length));
                    at += length;
                    break;
                case 1:
                    Room(ref to, most, length).Fill(*Need(at, end, 1));
                    at++;
                    break;
                case 2:
                    DecodeBlock(Need(at, end, length), length, frame, ref to, most);
                    at += length;
                    break;
                default:
                    throw Damaged();
            }
        }

        return (head & 4) != 0 ? Need(at, end, 4) + 4 : at;
    }

    private void DecodeBlock(byte* at, int length, byte* frame, ref byte* to, byte* most)
    {
        byte* end = at + length;
        fixed (byte* room = _literals)
        {
            byte* literals = room;
            at = ReadLiterals(at, end, ref literals, out int count);
            int sequences = *Need(at, end, 1);
            if (sequences < 128)
            {
                at++;
            }
            else if (sequences < 255)
            {
                sequences = ((sequences - 128) << 8) + Need(at, end, 2)[1];
                at += 2;
            }
            else
            {
                sequences = Need(at, end, 3)[1] + (at[2] << 8) + 0x7F00;
                at += 3;
            }

            if (sequences == 0)
            {
                if (at != end)
                {
                    throw Damaged();
                }

                new ReadOnlySpan<byte>(literals, count).CopyTo(Room(ref to, most, count));
                return;
            }

            int modes = *Need(at, end, 1);
            at++;
            at += ReadTable(_literalLengths, modes >> 6, at, end, UsualLiteralLengths, 6, LiteralBits.Length);
            at += ReadTable(_offsets, (modes >> 4) & 3, at, end, UsualOffsets, 5, 32);
            at += ReadTable(_matchLengths, (modes >> 2) & 3, at, end, UsualMatchLengths, 6, MatchBits.Length);
            to = Copy(new BackwardBits(at, (int)(end - at)), sequences, literals, count, frame, to, most);
        }
    }

    private byte* ReadLiterals(byte* at, byte* end, ref byte* literals, out int count)
    {
        int head = *Need(at, end, 1), kind = head & 3, format = (head >> 2) & 3;
        if (kind < 2)
        {
            int bytes = format == 1 ? 2 : format == 3 ? 3 : 1;
            count = (int)(Little(Need(at, end, bytes), bytes) >> (bytes == 1 ? 3 : 4));
            at += bytes;
            if (count > LongestBlock)
            {
                throw Damaged();
            }

            if (kind == 0)
            {
                literals = Need(at, end, count);
                return at + count;
            }

            new Span<byte>(literals, count).Fill(*Need(at, end, 1));
            return at + 1;
        }

        int size = format < 2 ? 3 : format + 2, width = format < 2 ? 10 : format == 2 ? 14 : 18;
        Need(at, end, size);
        ulong sizes = (Little(at, 4) | (size == 5 ? (ulong)at[4] << 32 : 0)) >> 4;
        count = (int)(sizes & ((1UL << width) - 1));
        int packed = (int)((sizes >> width) & ((1UL << width) - 1));
        at += size;
        Need(at, end, packed);
        if (count is 0 or > LongestBlock)
        {
            throw Damaged();
        }

        int tree = kind == 2 ? _huffman.Read(at, packed) : 0;
        if (format == 0)
        {
            _huffman.Decode(at + tree, packed - tree, literals, count);
        }
        else
        {
            _huffman.DecodeFour(at + tree, packed - tree, literals, count);
        }

        return at + packed;
    }

    private static int ReadTable(EntropyTable table, int mode, byte* at, byte* end, short[] usual, int usualBits, int symbols)
    {
        switch (mode)
        {
            case 0:
                table.Make(usual, usualBits);
                return 0;
            case 1:
                table.MakeSingle(*Need(at, end, 1) < symbols ? *at : throw Damaged());
                return 1;
            case 2:
                int read = table.Read(new ReadOnlySpan<byte>(at, (int)(end - at)), symbols);
                return read <= end - at ? read : throw Damaged();
            default:
                return table.Bits >= 0 ? 0 : throw Damaged();
        }
    }

    /// <summary>Copies literals and what came before, as the sequences say.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte* Copy(BackwardBits bits, int sequences, byte* literals, int count, byte* frame, byte* to, byte* most)
    {
        byte* lastLiteral = literals + count;
        bits.Fill();
        uint literalState = bits.Read(_literalLengths.Bits), offsetState = bits.Read(_offsets.Bits), matchState = bits.Read(_matchLengths.Bits);
        EntropyState[] literalStates = _literalLengths.States, offsetStates = _offsets.States, matchStates = _matchLengths.States;
        byte[] literalBits = LiteralBits, matchBits = MatchBits;
        int[] literalStarts = LiteralStarts, matchStarts = MatchStarts;
        int recent1 = _recent[0], recent2 = _recent[1], recent3 = _recent[2];
        for (int i = 0; i < sequences; i++)
        {
            EntropyState literal = literalStates[literalState], offsetOf = offsetStates[offsetState], matchOf = matchStates[matchState];
            bits.Fill();
            int code = offsetOf.Symbol;
            long offset = (1L << code) + bits.Read(code);
            int match = matchStarts[matchOf.Symbol] + (int)bits.Read(matchBits[matchOf.Symbol]);
            bits.Fill();
            int run = literalStarts[literal.Symbol] + (int)bits.Read(literalBits[literal.Symbol]);
            if (i + 1 < sequences)
            {
                literalState = literal.Next + bits.Read(literal.Bits);
                matchState = matchOf.Next + bits.Read(matchOf.Bits);
                offsetState = offsetOf.Next + bits.Read(offsetOf.Bits);
            }

            if (offset > 3)
            {
                (recent3, recent2, recent1) = (recent2, recent1, offset - 3 <= int.MaxValue ? (int)(offset - 3) : 0);
            }
            else
            {
                // Offsets 1 to 3 are the recent ones; after no literals each stands for the next, and the last for one less than the first.
                int which = (int)offset - (run == 0 ? 0 : 1);
                int chosen = which switch { 0 => recent1, 1 => recent2, 2 => recent3, _ => recent1 - 1 };
                recent3 = which >= 2 ? recent2 : recent3;
                recent2 = which >= 1 ? recent1 : recent2;
                recent1 = chosen;
            }

            if (run > lastLiteral - literals || (long)run + match > most - to || recent1 <= 0 || recent1 > to + run - frame || bits.IsOverdrawn)
            {
                throw Damaged();
            }

            CopyFar(literals, to, run);
            literals += run;
            to += run;
            CopyMatch(to, recent1, match);
            to += match;
        }

        bits.Fill();
        if (!bits.IsSpent || lastLiteral - literals > most - to)
        {
            throw Damaged();
        }

        (_recent[0], _recent[1], _recent[2]) = (recent1, recent2, recent3);
        int rest = (int)(lastLiteral - literals);
        new ReadOnlySpan<byte>(literals, rest).CopyTo(new Span<byte>(to, rest));
        return to + rest;
    }

    /// <summary>Copies bytes in lanes, beyond the last to the end of its lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyFar(byte* from, byte* to, int length)
    {
        // Most are no longer than a lane: one copy without a branch that is mistaken.
        Vector128.Load(from).Store(to);
        for (int i = Lane; i < length; i += Lane)
        {
            Vector128.Load(from + i).Store(to + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyMatch(byte* to, int offset, int length)
    {
        byte* from = to - offset;
        if (offset >= Lane)
        {
            CopyFar(from, to, length);
        }
        else if (offset >= sizeof(ulong))
        {
            for (int i = 0; i < length; i += sizeof(ulong))
            {
                Unsafe.WriteUnaligned(to + i, Unsafe.ReadUnaligned<ulong>(from + i));
            }
        }
        else
        {
            for (int i = 0; i < length; i++)
            {
                to[i] = from[i];
            }
        }
    }

    private static byte* Need(byte* at, byte* end, int length) => length <= end - at ? at : throw Damaged();

    private static Span<byte> Room(ref byte* to, byte* most, int length)
    {
        if (length > most - to)
        {
            throw Damaged();
        }

        var room = new Span<byte>(to, length);
        to += length;
        return room;
    }

    private static uint Little(byte* at, int count)
    {
        uint value = 0;
        for (int i = 0; i < count; i++)
        {
            value |= (uint)at[i] << (8 * i);
        }

        return value;
    }

    private static int[] Starts(byte[] bits, int first)
    {
        int[] starts = new int[bits.Length];
        starts[0] = first;
        for (int i = 1; i < bits.Length; i++)
        {
            starts[i] = starts[i - 1] + (1 << bits[i - 1]);
        }

        return starts;
    }

    private static ParquetFormatException Damaged() => new("A page that is packed with 'Zstd' is damaged, or does not become as many bytes as it says.");
}
