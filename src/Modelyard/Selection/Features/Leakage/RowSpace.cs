using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Frames.Keys;
using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Selection.Features;

/// <summary>Represents rows of two tables by where they stand in each column: by their rank among the numbers of both, from 0 to 1, or by their category.</summary>
/// <remarks>
/// Two rows are as far apart as their ranks are, summed over columns; a category that differs, and a cell that is missing in one of them only, count as the whole length of a column. Ranks hold
/// a column of heavy tails, in which most rows would be close, and one of another unit to the same measure.
/// </remarks>
internal sealed class RowSpace
{
    // Ranks are from 0 to 1, so that a missing cell is far from all, and next to another one.
    private const float Missing = -2;

    private readonly float[][] _rows;
    private readonly int _width;

    /// <summary>Initializes the places of rows.</summary>
    /// <param name="columns">Each column of the first table with its like of the second.</param>
    /// <param name="rows">The rows of each table that are looked at; they are numbered anew in this order.</param>
    internal RowSpace(IReadOnlyList<Column[]> columns, int[][] rows)
    {
        _width = WidthOf(columns.Count);
        _rows = [.. rows.Select(own => new float[own.Length * _width])];
        for (int i = 0; i < columns.Count; i++)
        {
            float[] places = PlacesOf(columns[i]);
            for (int table = 0; table < rows.Length; table++)
            {
                int first = table == 0 ? 0 : columns[i][0].Length;
                for (int row = 0; row < rows[table].Length; row++)
                {
                    _rows[table][(row * _width) + i] = places[first + rows[table][row]];
                }
            }
        }
    }

    /// <summary>Computes how many numbers a row takes.</summary>
    internal static int WidthOf(int columns) => (columns + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;

    /// <summary>Finds the row of the first table that is nearest to another, and how far it and the second nearest are.</summary>
    /// <param name="table">The table of the row, 0 or 1.</param>
    /// <param name="row">The row.</param>
    internal NearestRow Nearest(int table, int row)
    {
        ReadOnlySpan<float> own = RowOf(table, row);
        (float nearest, float second, int found, int count) = (float.PositiveInfinity, float.PositiveInfinity, -1, _rows[0].Length / _width);
        for (int candidate = 0; candidate < count; candidate++)
        {
            if (table == 0 && candidate == row)
            {
                continue;
            }

            float distance = Distance(own, RowOf(0, candidate), second);
            if (distance < nearest)
            {
                (nearest, second, found) = (distance, nearest, candidate);
            }
            else if (distance < second)
            {
                second = distance;
            }
        }

        return new NearestRow(found, nearest, second);
    }

    /// <summary>Computes the distance of two rows, or part of it if it is beyond a limit already.</summary>
    private static float Distance(ReadOnlySpan<float> one, ReadOnlySpan<float> other, float limit)
    {
        const int Stride = 4;
        ReadOnlySpan<Vector256<float>> a = MemoryMarshal.Cast<float, Vector256<float>>(one), b = MemoryMarshal.Cast<float, Vector256<float>>(other);
        float sum = 0;
        for (int first = 0; first < a.Length && sum < limit; first += Stride)
        {
            Vector256<float> part = Vector256<float>.Zero;
            for (int i = first; i < Math.Min(a.Length, first + Stride); i++)
            {
                part += Vector256.Min(Vector256.Abs(a[i] - b[i]), Vector256<float>.One);
            }

            sum += Vector256.Sum(part);
        }

        return sum;
    }

    private static float[] PlacesOf(Column[] parts)
    {
        if (!parts[0].IsNumeric || !parts[1].IsNumeric)
        {
            return [.. RowKeys.Of([parts], MissingKeys.Kept).Numbers.SelectMany(numbers => numbers).Select(number => (float)number)];
        }

        double[] numbers = [.. parts[0].ToDoubles(), .. parts[1].ToDoubles()];
        int[] present = [.. Enumerable.Range(0, numbers.Length).Where(row => !double.IsNaN(numbers[row]))];
        double[] ranks = MidRanks.Of(Array.ConvertAll(present, row => numbers[row]));
        float[] places = new float[numbers.Length];
        Array.Fill(places, Missing);
        for (int i = 0; i < present.Length; i++)
        {
            places[present[i]] = (float)(ranks[i] / present.Length);
        }

        return places;
    }

    private ReadOnlySpan<float> RowOf(int table, int row) => _rows[table].AsSpan(row * _width, _width);

    /// <summary>Represents the nearest row to another.</summary>
    /// <param name="Row">The row.</param>
    /// <param name="Distance">How far it is.</param>
    /// <param name="Second">How far the second nearest is.</param>
    internal readonly record struct NearestRow(int Row, double Distance, double Second)
    {
        /// <summary>Gets how far the nearest row is as a share of how far the second nearest is.</summary>
        internal double Ratio => Second > 0 ? Distance / Second : 1;
    }
}
