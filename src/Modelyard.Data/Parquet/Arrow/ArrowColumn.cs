using System.Numerics;
using System.Text;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Arrow;

/// <summary>Represents a column of a frame as Arrow has it: cells are pointed at where they lie, and only what is laid out otherwise is converted, batch by batch.</summary>
internal sealed unsafe class ArrowColumn
{
    private readonly Column _column;
    private readonly ArrowText[] _levels = [];
    private readonly void* _values;
    private readonly byte* _texts;
    private readonly long* _textBytes;

    /// <summary>Initializes a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="blocks">What its cells are kept in.</param>
    public ArrowColumn(Column column, NativeBlocks blocks)
    {
        _column = column;
        switch (column)
        {
            case IntegerColumn integers:
                _values = blocks.Pin(integers.ValueArray);
                break;
            case DoubleColumn doubles:
                _values = blocks.Pin(doubles.ValueArray);
                break;
            case CategoryColumn categories:
                byte[] block = Levels(categories, out _levels);
                _texts = blocks.Pin(block);
                _textBytes = blocks.Allocate<long>(1);
                *_textBytes = block.Length;
                break;
            case TextColumn text:
                _values = blocks.Pin(text.Storage.Offsets);
                _texts = blocks.Pin(text.Storage.Bytes);
                break;
        }
    }

    /// <summary>Describes the type.</summary>
    public void Describe(ArrowSchema* schema, NativeBlocks blocks)
    {
        schema->Name = blocks.Text(_column.Name);
        schema->Flags = ArrowSchema.Nullable;
        schema->Format = blocks.Text(_column switch
        {
            BooleanColumn => "b",
            IntegerColumn => "l",
            DoubleColumn => "g",
            TimestampColumn { IsUtc: true } => "tsu:UTC",
            TimestampColumn => "tsu:",
            CategoryColumn => "vu",
            _ => "u",
        });
    }

    /// <summary>Shows some cells.</summary>
    /// <param name="array">Receives where they are.</param>
    /// <param name="first">The first row, a multiple of 64.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="blocks">What the batch is kept in.</param>
    /// <exception cref="ModelyardException">A time has parts of a microsecond.</exception>
    public void Show(ArrowArray* array, int first, int count, NativeBlocks blocks)
    {
        array->Length = count;
        array->BufferCount = _column is CategoryColumn ? 4 : _column is TextColumn ? 3 : 2;
        array->Buffers = (void**)blocks.Allocate<nint>(4);
        array->Buffers[0] = Present(array, first, count, blocks);
        array->Buffers[1] = _column switch
        {
            BooleanColumn booleans => Bits(booleans.Values.Slice(first, count), blocks),
            TimestampColumn times => Microseconds(times, first, count, blocks),
            CategoryColumn categories => Texts(categories.Codes.Slice(first, count), blocks),
            TextColumn => (int*)_values + first,
            _ => (long*)_values + first,
        };
        array->Buffers[2] = _texts;
        array->Buffers[3] = _textBytes;
    }

    private ulong* Present(ArrowArray* array, int first, int count, NativeBlocks blocks)
    {
        if (_column.Validity.MissingWords is not { } missing)
        {
            return null;
        }

        int words = Validity.Words(count);
        ulong* present = blocks.Allocate<ulong>(words);
        for (int word = 0; word < words; word++)
        {
            present[word] = ~missing[(first >> 6) + word];
            array->NullCount += BitOperations.PopCount(missing[(first >> 6) + word]);
        }

        return present;
    }

    private static ulong* Bits(ReadOnlySpan<bool> values, NativeBlocks blocks)
    {
        ulong* bits = blocks.Allocate<ulong>(Validity.Words(values.Length));
        for (int row = 0; row < values.Length; row++)
        {
            bits[row >> 6] |= values[row] ? 1UL << (row & 63) : 0;
        }

        return bits;
    }

    private static long* Microseconds(TimestampColumn times, int first, int count, NativeBlocks blocks)
    {
        long* microseconds = blocks.Allocate<long>(count);
        ParquetVectors.FillTimes(times, microseconds, first, count);
        return microseconds;
    }

    // Not as a dictionary: the rows are gathered as texts in DuckDB, and missing codes of a dictionary crash its version 1.5.6.
    private ArrowText* Texts(ReadOnlySpan<int> codes, NativeBlocks blocks)
    {
        ArrowText* texts = blocks.Allocate<ArrowText>(codes.Length);
        for (int row = 0; row < codes.Length; row++)
        {
            texts[row] = codes[row] < 0 ? default : _levels[codes[row]];
        }

        return texts;
    }

    private static byte[] Levels(CategoryColumn categories, out ArrowText[] levels)
    {
        byte[][] texts = [.. categories.Levels.Select(Encoding.UTF8.GetBytes)];
        byte[] block = new byte[texts.Sum(text => text.Length)];
        levels = new ArrowText[texts.Length];
        int at = 0;
        for (int level = 0; level < texts.Length; level++)
        {
            texts[level].CopyTo(block, at);
            levels[level] = ArrowText.Of(texts[level], at);
            at += texts[level].Length;
        }

        return block;
    }
}
