using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Finds the rows of a column that hold a condition, as bits.</summary>
/// <remarks><see cref="ColumnCondition.Holds(Column, int)"/> is the definition, of which this is the fast form for numbers, times and categories.</remarks>
internal static class ConditionMask
{
    /// <summary>Clears the bits of the rows that do not hold a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="column">The column, of a kind that fits it.</param>
    /// <param name="keep">One bit a row.</param>
    public static void Apply(ColumnCondition condition, Column column, Span<ulong> keep)
    {
        ulong[]? missing = column.Validity.MissingWords;
        if (condition.Operator is ColumnOperator.Missing or ColumnOperator.Present)
        {
            for (int word = 0; word < keep.Length; word++)
            {
                ulong gone = missing is null ? 0 : missing[word];
                keep[word] &= condition.Operator == ColumnOperator.Missing ? gone : ~gone;
            }

            return;
        }

        for (int word = 0; missing is not null && word < keep.Length; word++)
        {
            keep[word] &= ~missing[word];
        }

        switch (column, condition.Value)
        {
            case (IntegerColumn integers, long value):
                Compare(integers.Values, value, condition.Operator, keep);
                break;
            case (TimestampColumn times, DateTime value):
                Compare(times.Ticks, value.Ticks, condition.Operator, keep);
                break;
            case (DoubleColumn doubles, double value):
                Compare(doubles.Values, value, condition.Operator, keep);
                break;
            case (DoubleColumn doubles, long value):
                Compare(doubles.Values, (double)value, condition.Operator, keep);
                break;
            case (CategoryColumn categories, _):
                Compare(categories, condition, keep);
                break;
            case (TextColumn texts, string value):
                byte[] bytes = Encoding.UTF8.GetBytes(value);
                Each(keep, row => condition.Holds(texts.Utf8(row).SequenceCompareTo(bytes)));
                break;
            default:
                Each(keep, row => condition.Holds(column, row));
                break;
        }
    }

    /// <summary>Gets the rows whose bits are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int[] Rows(ReadOnlySpan<ulong> keep)
    {
        int count = 0;
        foreach (ulong word in keep)
        {
            count += BitOperations.PopCount(word);
        }

        int[] rows = new int[count];
        int at = 0;
        for (int word = 0; word < keep.Length; word++)
        {
            for (ulong left = keep[word]; left != 0; left &= left - 1)
            {
                rows[at++] = (word << 6) + BitOperations.TrailingZeroCount(left);
            }
        }

        return rows;
    }

    /// <summary>Makes bits that are set for some rows.</summary>
    public static ulong[] All(int rows)
    {
        ulong[] keep = new ulong[Validity.Words(rows)];
        keep.AsSpan().Fill(ulong.MaxValue);
        if ((rows & 63) != 0)
        {
            keep[^1] = (1UL << (rows & 63)) - 1;
        }

        return keep;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compare(CategoryColumn categories, ColumnCondition condition, Span<ulong> keep)
    {
        string value = (string)condition.Value!;
        bool[] holds = [.. categories.Levels.Select(level => condition.Holds(CategoryColumn.CompareByCodePoint(level, value)))];
        ReadOnlySpan<int> codes = categories.Codes;
        for (int first = 0; first < codes.Length; first += 64)
        {
            ulong bits = 0;
            int rows = Math.Min(64, codes.Length - first);
            for (int i = 0; i < rows; i++)
            {
                bits |= codes[first + i] >= 0 && holds[codes[first + i]] ? 1UL << i : 0;
            }

            keep[first >> 6] &= bits;
        }
    }

    private static void Each(Span<ulong> keep, Func<int, bool> holds)
    {
        for (int word = 0; word < keep.Length; word++)
        {
            for (ulong left = keep[word]; left != 0; left &= left - 1)
            {
                int bit = BitOperations.TrailingZeroCount(left);
                keep[word] &= holds((word << 6) + bit) ? ulong.MaxValue : ~(1UL << bit);
            }
        }
    }

    /// <summary>Compares 64 rows for each word; what is missing was taken out before, so that "not less" is "greater or equal".</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compare<T>(ReadOnlySpan<T> values, T value, ColumnOperator comparison, Span<ulong> keep)
        where T : unmanaged, INumber<T>
    {
        bool isInverted = comparison is ColumnOperator.NotEqual or ColumnOperator.LessOrEqual or ColumnOperator.GreaterOrEqual;
        ColumnOperator kept = comparison switch
        {
            ColumnOperator.NotEqual => ColumnOperator.Equal,
            ColumnOperator.LessOrEqual => ColumnOperator.Greater,
            ColumnOperator.GreaterOrEqual => ColumnOperator.Less,
            _ => comparison,
        };
        for (int word = 0; word < keep.Length; word++)
        {
            if (keep[word] != 0)
            {
                ulong bits = Compare(values[(word << 6)..Math.Min(values.Length, (word + 1) << 6)], value, kept);
                keep[word] &= isInverted ? ~bits : bits;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Compare<T>(ReadOnlySpan<T> values, T value, ColumnOperator comparison)
        where T : unmanaged, INumber<T>
    {
        ulong bits = 0;
        int i = 0;
        var other = Vector256.Create(value);
        for (; i + Vector256<T>.Count <= values.Length; i += Vector256<T>.Count)
        {
            var some = Vector256.Create(values[i..]);
            Vector256<T> holds = comparison switch
            {
                ColumnOperator.Equal => Vector256.Equals(some, other),
                ColumnOperator.Less => Vector256.LessThan(some, other),
                _ => Vector256.GreaterThan(some, other),
            };
            bits |= (ulong)Vector256.ExtractMostSignificantBits(holds) << i;
        }

        for (; i < values.Length; i++)
        {
            bool holds = comparison switch
            {
                ColumnOperator.Equal => values[i] == value,
                ColumnOperator.Less => values[i] < value,
                _ => values[i] > value,
            };
            bits |= holds ? 1UL << i : 0;
        }

        return bits;
    }
}
