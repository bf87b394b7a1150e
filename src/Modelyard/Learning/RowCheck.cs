using System.Runtime.CompilerServices;
using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Checks that what a model is given has the shape that it reads and writes.</summary>
internal static class RowCheck
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Features(ReadOnlySpan<double> row, int expected)
    {
        if (row.Length != expected)
        {
            ThrowFeatures(row.Length, expected);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Results(ReadOnlySpan<double> results, int expected)
    {
        if (results.Length != expected)
        {
            ThrowResults(results.Length, expected);
        }
    }

    internal static void Results<T>(ReadOnlySpan<T> results, int expected)
        where T : unmanaged
    {
        if (results.Length != expected)
        {
            ThrowResults(results.Length, expected);
        }
    }

    /// <summary>Checks the probabilities of rows and what is said of each row beside them.</summary>
    internal static void Results<T>(Matrix results, ReadOnlySpan<T> outcomes, int rows, int columns)
        where T : unmanaged
    {
        Results(results, rows, columns);
        Results(outcomes, rows);
    }

    internal static void Sets(ReadOnlySpan<bool> sets, int rows, int classes)
    {
        if (sets.Length != (long)rows * classes)
        {
            throw new ArgumentException($"The sets hold '{sets.Length}' elements and must hold '{rows}' x '{classes}'.", nameof(sets));
        }
    }

    internal static void Features(Matrix rows, int expected)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Columns != expected)
        {
            ThrowFeatures(rows.Columns, expected);
        }
    }

    internal static void Features(SparseMatrix rows, int expected)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Columns != expected)
        {
            ThrowFeatures(rows.Columns, expected);
        }
    }

    internal static void Results(Matrix results, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (results.Rows != rows || results.Columns != columns)
        {
            throw new ArgumentException($"The results are '{results.Rows}' x '{results.Columns}' and must be '{rows}' x '{columns}'.", nameof(results));
        }
    }

    private static void ThrowFeatures(int row, int expected) =>
        throw new ArgumentException($"The row has '{row}' features and the model reads '{expected}'.", nameof(row));

    private static void ThrowResults(int results, int expected) =>
        throw new ArgumentException($"The results hold '{results}' elements and must hold '{expected}'.", nameof(results));
}
