using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Keeps rows sixteen by sixteen, feature after feature, so that the distances of one row to sixteen others are summed at once in registers.</summary>
internal sealed class RowTiles
{
    private const int Rows = 16;

    private readonly double[] _tiles;
    private readonly int _features;

    /// <summary>Initializes the tiles; the last one is filled up with zeros.</summary>
    /// <param name="rows">The rows, rows x features.</param>
    public RowTiles(Matrix rows)
    {
        _features = rows.Columns;
        Width = (rows.Rows + Rows - 1) / Rows * Rows;
        _tiles = new double[Width * _features];
        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<double> values = rows.Row(row);
            int start = (row / Rows * Rows * _features) + (row % Rows);
            for (int feature = 0; feature < values.Length; feature++)
            {
                _tiles[start + (feature * Rows)] = values[feature];
            }
        }
    }

    /// <summary>Gets the number of rows, filled up to whole tiles.</summary>
    public int Width { get; }

    /// <summary>Computes the squared Euclidean distances of a row to all others.</summary>
    /// <param name="row">The row.</param>
    /// <param name="distances">Receives <see cref="Width"/> numbers; those of the rows that fill up are of no use.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SquaredDistances(ReadOnlySpan<double> row, Span<double> distances)
    {
        ref double value = ref MemoryMarshal.GetReference(row);
        ref double tile = ref MemoryMarshal.GetArrayDataReference(_tiles);
        ref double result = ref MemoryMarshal.GetReference(distances[..Width]);
        nuint at = 0;
        for (nuint first = 0; first < (nuint)Width; first += Rows)
        {
            Vector256<double> a = default, b = default, c = default, d = default;
            for (int feature = 0; feature < _features; feature++, at += Rows)
            {
                var own = Vector256.Create(Unsafe.Add(ref value, feature));
                Vector256<double> ofA = Vector256.LoadUnsafe(ref tile, at) - own, ofB = Vector256.LoadUnsafe(ref tile, at + 4) - own;
                Vector256<double> ofC = Vector256.LoadUnsafe(ref tile, at + 8) - own, ofD = Vector256.LoadUnsafe(ref tile, at + 12) - own;
                a += ofA * ofA;
                b += ofB * ofB;
                c += ofC * ofC;
                d += ofD * ofD;
            }

            a.StoreUnsafe(ref result, first);
            b.StoreUnsafe(ref result, first + 4);
            c.StoreUnsafe(ref result, first + 8);
            d.StoreUnsafe(ref result, first + 12);
        }
    }
}
