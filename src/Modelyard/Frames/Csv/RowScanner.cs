using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Modelyard.Frames.Csv;

/// <summary>Finds where the fields of rows end.</summary>
/// <remarks>
/// 64 bytes are looked at together. Where they hold quotes, the parity of the quotes before a byte tells whether it lies inside a quoted
/// field (Langdale and Lemire, 2019, Parsing Gigabytes of JSON per Second). That holds if every quote that opens stands at the start of a
/// field and every quote that closes at its end; where one does not, the row is read again byte by byte.
/// </remarks>
internal sealed class RowScanner : IDisposable
{
    /// <summary>The number of readable bytes that must lie before and after the data in a buffer.</summary>
    internal const int Padding = 64;

    private readonly CsvDialect _dialect;
    private readonly int _columns;
    private readonly ScanWidth _width;
    private int[] _ends = [];
    private int _count;

    /// <summary>Initializes a scanner.</summary>
    /// <param name="dialect">The structural bytes.</param>
    /// <param name="columns">The number of fields that a row must have; 0 accepts any number.</param>
    /// <param name="width">The instructions to use; null chooses the widest.</param>
    public RowScanner(CsvDialect dialect, int columns, ScanWidth? width)
    {
        _dialect = dialect;
        _columns = columns;
        _width = width ?? (Vector512.IsHardwareAccelerated ? ScanWidth.Vector512
            : Vector256.IsHardwareAccelerated ? ScanWidth.Vector256
            : Vector128.IsHardwareAccelerated ? ScanWidth.Vector128 : ScanWidth.Scalar);
    }

    /// <summary>Gets, for each row, the index before its first byte and then the index after each of its fields.</summary>
    public int[] Ends => _ends;

    /// <summary>Gets the number of indexes that are written.</summary>
    public int Count => _count;

    /// <summary>Gets the number of whole rows that were found.</summary>
    public int Rows { get; private set; }

    /// <summary>Gets the index of the first row that was not read.</summary>
    public int Next { get; private set; }

    /// <summary>Gets the rows that were left out.</summary>
    public List<(int Index, ProblemKind Kind, int Found)> Problems { get; } = [];

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_ends.Length > 0)
        {
            ArrayPool<int>.Shared.Return(_ends);
            _ends = [];
        }
    }

    /// <summary>Scans the rows that begin in a range of a buffer.</summary>
    /// <param name="buffer">The bytes, padded at both ends; the padding after the data must be zero.</param>
    /// <param name="start">The index of the first row.</param>
    /// <param name="stop">The index at and after which no row begins to be read.</param>
    /// <param name="dataEnd">The index after the last byte.</param>
    /// <param name="isLast">True if the file ends there.</param>
    /// <returns>True if every row that begins before the stop was read to its end; false if more bytes are needed.</returns>
    public bool Scan(byte[] buffer, int start, int stop, int dataEnd, bool isLast)
    {
        // A blank line of a table of one column is one byte and two indexes.
        int capacity = (2 * (dataEnd - start)) + _columns + 128;
        if (_ends.Length < capacity)
        {
            Dispose();
            _ends = ArrayPool<int>.Shared.Rent(capacity);
        }

        Problems.Clear();
        Rows = 0;
        _count = 0;
        Next = start;
        switch (_width)
        {
            case ScanWidth.Vector512: ScanBlocks<Vector512Block>(buffer, stop, dataEnd, isLast); break;
            case ScanWidth.Vector256: ScanBlocks<Vector256Block>(buffer, stop, dataEnd, isLast); break;
            case ScanWidth.Vector128: ScanBlocks<Vector128Block>(buffer, stop, dataEnd, isLast); break;
            default: ScanBlocks<ScalarBlock>(buffer, stop, dataEnd, isLast); break;
        }

        while (Next < stop && Next < dataEnd)
        {
            if (!ScanRow(buffer, dataEnd, isLast))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScanBlocks<TBlock>(byte[] buffer, int stop, int dataEnd, bool isLast)
        where TBlock : struct, IStructuralBlock
    {
        CsvDialect dialect = _dialect;
        bool hasQuote = dialect.HasQuote;
        ref byte origin = ref MemoryMarshal.GetArrayDataReference(buffer);
        ref int ends = ref MemoryMarshal.GetArrayDataReference(_ends);
        int columns = _columns;
        while (true)
        {
            int rowStart = Next;
            int at = rowStart;
            int row = _count;
            int count = row;
            ulong inQuotes = 0;
            ulong afterSeparator = 1;
            Unsafe.Add(ref ends, count++) = rowStart - 1;
            bool broken = false;
            while (at + 64 < dataEnd)
            {
                TBlock.Find(ref Unsafe.Add(ref origin, at), dialect, out ulong delimiters, out ulong lineEnds, out ulong quotes);
                ulong separators = delimiters | lineEnds;
                if (hasQuote && (quotes | inQuotes) != 0)
                {
                    ulong inside = ParityOfBitsUpTo(quotes) ^ inQuotes;
                    separators &= ~inside;
                    ulong opens = quotes & inside;
                    ulong closes = quotes & ~inside;
                    byte following = Unsafe.Add(ref origin, at + 64);
                    ulong followed = dialect.IsStructural(following) || following == dialect.Quote ? 1UL << 63 : 0;
                    ulong badOpens = opens & ~(((separators | closes) << 1) | afterSeparator);
                    ulong badCloses = closes & ~(((separators | opens) >> 1) | followed);
                    if ((badOpens | badCloses) != 0)
                    {
                        broken = true;
                        break;
                    }

                    inQuotes = (ulong)((long)inside >> 63);
                    afterSeparator = (separators | closes) >> 63;
                }
                else
                {
                    afterSeparator = separators >> 63;
                }

                while (separators != 0)
                {
                    int bit = BitOperations.TrailingZeroCount(separators);
                    int end = at + bit;
                    Unsafe.Add(ref ends, count++) = end;
                    separators &= separators - 1;
                    if (((lineEnds >> bit) & 1) == 0)
                    {
                        continue;
                    }

                    int found = count - row - 1;
                    if (found == columns && (columns > 1 || end > rowStart))
                    {
                        Rows++;
                        row = count;
                    }
                    else
                    {
                        EndOddRow(buffer, rowStart, end, found, ref row);
                        count = row;
                    }

                    rowStart = end + 1;
                    if (rowStart >= stop)
                    {
                        // The line feed after a carriage return belongs to the row before.
                        if (Unsafe.Add(ref origin, end) == CsvDialect.CarriageReturn
                            && Unsafe.Add(ref origin, rowStart) == CsvDialect.LineFeed)
                        {
                            rowStart++;
                        }

                        Next = rowStart;
                        _count = row;
                        return;
                    }

                    Unsafe.Add(ref ends, count++) = rowStart - 1;
                }

                at += 64;
            }

            Next = rowStart;
            _count = row;
            if (!broken)
            {
                return;
            }

            // Rows with odd quotes are read byte by byte until past the block.
            int past = at + 64;
            while (Next < past && Next < stop)
            {
                if (!ScanRow(buffer, dataEnd, isLast))
                {
                    return;
                }
            }

            if (Next >= stop)
            {
                return;
            }
        }
    }

    /// <summary>Settles a row that has not the right number of fields, or that is blank.</summary>
    private void EndOddRow(byte[] buffer, int rowStart, int end, int found, ref int row)
    {
        bool isBlank = end == rowStart && found == 1;
        if (isBlank && buffer[end] == CsvDialect.LineFeed && end > Padding && buffer[end - 1] == CsvDialect.CarriageReturn)
        {
            return;
        }

        if (_columns == 0 || (isBlank && _columns == 1))
        {
            Rows++;
            row += found + 1;
        }
        else if (!isBlank)
        {
            Problems.Add((rowStart, ProblemKind.Ragged, found));
        }
    }

    /// <summary>Reads one row byte by byte: the definition of what a row is.</summary>
    private bool ScanRow(byte[] buffer, int dataEnd, bool isLast)
    {
        int rowStart = Next, at = rowStart, count = _count;
        bool textAfterQuote = false;
        _ends[count++] = rowStart - 1;
        while (true)
        {
            if (at < dataEnd && _dialect.IsQuote(buffer[at]))
            {
                int open = at++;
                while (true)
                {
                    int length = buffer.AsSpan(at, dataEnd - at).IndexOf(_dialect.Quote);
                    if (length < 0 || (at + length + 1 >= dataEnd && !isLast))
                    {
                        if (isLast)
                        {
                            Problems.Add((open, ProblemKind.OpenQuote, 0));
                            Next = dataEnd;
                            return true;
                        }

                        return false;
                    }

                    at += length + 1;
                    if (at >= dataEnd || buffer[at] != _dialect.Quote)
                    {
                        break;
                    }

                    at++;
                }

                textAfterQuote |= at < dataEnd && !_dialect.IsStructural(buffer[at]);
            }

            int rest = buffer.AsSpan(at, dataEnd - at).IndexOfAny(_dialect.Delimiter, CsvDialect.LineFeed, CsvDialect.CarriageReturn);
            if (rest < 0 && !isLast)
            {
                return false;
            }

            at = rest < 0 ? dataEnd : at + rest;
            _ends[count++] = at;
            if (at < dataEnd && buffer[at] == _dialect.Delimiter)
            {
                at++;
                continue;
            }

            if (at < dataEnd && buffer[at] == CsvDialect.CarriageReturn && at + 1 >= dataEnd && !isLast)
            {
                return false;
            }

            bool isPair = at + 1 < dataEnd && buffer[at] == CsvDialect.CarriageReturn && buffer[at + 1] == CsvDialect.LineFeed;
            Next = at >= dataEnd ? dataEnd : at + (isPair ? 2 : 1);
            break;
        }

        int found = count - _count - 1;
        if (textAfterQuote)
        {
            Problems.Add((rowStart, ProblemKind.TextAfterQuote, found));
        }
        else if (found == _columns && (_columns > 1 || at > rowStart))
        {
            Rows++;
            _count = count;
        }
        else
        {
            EndOddRow(buffer, rowStart, at, found, ref _count);
        }

        return true;
    }

    /// <summary>Computes for each bit the parity of the bits up to it and with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong ParityOfBitsUpTo(ulong bits)
    {
        if (Pclmulqdq.IsSupported)
        {
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        }

        for (int shift = 1; shift < 64; shift <<= 1)
        {
            bits ^= bits << shift;
        }

        return bits;
    }
}
