using System.Buffers;
using System.Text;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Holds the tests of single cells.</summary>
internal static class CellTests
{
    /// <summary>Determines whether an integer or a time is none of a set.</summary>
    public readonly struct IntegerSet(Column column, HashSet<long> allowed) : ICellTest
    {
        public bool Fails(int row) => !allowed.Contains(column is IntegerColumn integers ? integers.Values[row] : ((TimestampColumn)column).Ticks[row]);
    }

    /// <summary>Determines whether a number is none of a set.</summary>
    public readonly struct DoubleSet(DoubleColumn column, HashSet<double> allowed) : ICellTest
    {
        public bool Fails(int row) => !allowed.Contains(column.Values[row]);
    }

    /// <summary>Determines whether a boolean is none of a set.</summary>
    public readonly struct BooleanSet(BooleanColumn column, bool hasFalse, bool hasTrue) : ICellTest
    {
        public bool Fails(int row) => !(column.Values[row] ? hasTrue : hasFalse);
    }

    /// <summary>Determines whether a number is infinite.</summary>
    public readonly struct Finite(DoubleColumn column) : ICellTest
    {
        public bool Fails(int row) => double.IsInfinity(column.Values[row]);
    }

    /// <summary>Determines whether a text fails.</summary>
    public readonly struct Text(TextColumn column, TextTest test) : ICellTest
    {
        private const int ShortText = 256;

        public bool Fails(int row)
        {
            ReadOnlySpan<byte> utf8 = column.Utf8(row);
            if (utf8.Length <= ShortText)
            {
                Span<char> text = stackalloc char[ShortText];
                return test.Fails(text[..Encoding.UTF8.GetChars(utf8, text)]);
            }

            char[] rented = ArrayPool<char>.Shared.Rent(utf8.Length);
            try
            {
                return test.Fails(rented.AsSpan(0, Encoding.UTF8.GetChars(utf8, rented)));
            }
            finally
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }
}
