using System.Runtime.CompilerServices;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Growing;

/// <summary>Turns columns of numbers into codes. Few different values are gathered in a hash table and only they are sorted; otherwise the rows are.</summary>
internal sealed class ColumnRanker(int rows, int group, Action check)
{
    private const int RowsBetweenChecks = 1 << 16;
    private const int SlotBits = 13;
    private const int MostHashed = 1 << (SlotBits - 1);
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>How many levels a categorical feature may have if its schema does not list them.</summary>
    private const int MostUnlistedLevels = 65536;

    private readonly double[] _columns = GC.AllocateUninitializedArray<double>(rows * group);
    private readonly int[] _codes = GC.AllocateUninitializedArray<int>(rows);
    private readonly ulong[] _keys = new ulong[1 << SlotBits];
    private readonly int[] _ids = new int[1 << SlotBits];
    private readonly double[] _found = new double[MostHashed];
    private int[] _order = [];
    private double[] _sorted = [];

    /// <summary>Copies some columns of a matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(Matrix matrix, int first, int count)
    {
        for (int row = 0; row < rows; row++)
        {
            if (row % RowsBetweenChecks == 0)
            {
                check();
            }

            ReadOnlySpan<double> values = matrix.Row(row).Slice(first, count);
            for (int i = 0; i < values.Length; i++)
            {
                _columns[(i * rows) + row] = values[i];
            }
        }
    }

    /// <summary>Codes one of the columns that were read.</summary>
    public FeatureRanks Rank(int column, Feature feature)
    {
        Span<double> values = _columns.AsSpan(column * rows, rows);
        if (feature.IsCategorical)
        {
            KeepLevels(values, feature.Levels.Count > 0 ? feature.Levels.Count : MostUnlistedLevels);
        }

        return RankByHash(values, feature.IsCategorical) ?? RankBySort(values, feature.IsCategorical);
    }

    /// <summary>Makes everything that is not a level missing.</summary>
    private static void KeepLevels(Span<double> values, int levels)
    {
        foreach (ref double value in values)
        {
            value = value >= 0 && value < levels ? Math.Floor(value) : double.NaN;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private FeatureRanks? RankByHash(ReadOnlySpan<double> values, bool isCategorical)
    {
        Array.Fill(_ids, -1);
        int count = 0;
        bool hasMissing = false;
        double last = double.NaN;
        int lastId = -1;
        for (int row = 0; row < values.Length; row++)
        {
            double value = values[row];
            if (value == last)
            {
                _codes[row] = lastId;
                continue;
            }

            if (double.IsNaN(value))
            {
                hasMissing = true;
                _codes[row] = MostHashed;
                continue;
            }

            ulong key = BitConverter.DoubleToUInt64Bits(value + 0.0); // -0 becomes 0
            int slot = (int)((key * Golden) >> (64 - SlotBits));
            while (_ids[slot] >= 0 && _keys[slot] != key)
            {
                slot = (slot + 1) & ((1 << SlotBits) - 1);
            }

            if (_ids[slot] < 0)
            {
                if (count == MostHashed)
                {
                    return null;
                }

                _keys[slot] = key;
                _ids[slot] = count;
                _found[count++] = value + 0.0;
            }

            last = value;
            _codes[row] = lastId = _ids[slot];
        }

        check();
        double[] distinct = _found[..count];
        int[] place = new int[MostHashed + 1];
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        Array.Sort(distinct, order);
        for (int i = 0; i < count; i++)
        {
            place[order[i]] = i;
        }

        place[MostHashed] = count;
        for (int row = 0; row < values.Length; row++)
        {
            _codes[row] = place[_codes[row]];
        }

        check();
        return new FeatureRanks(distinct, _codes, isCategorical, hasMissing);
    }

    private FeatureRanks RankBySort(ReadOnlySpan<double> values, bool isCategorical)
    {
        if (_order.Length == 0)
        {
            _order = GC.AllocateUninitializedArray<int>(rows);
            _sorted = GC.AllocateUninitializedArray<double>(rows);
        }

        int count = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (!double.IsNaN(values[row]))
            {
                _sorted[count] = values[row] + 0.0;
                _order[count++] = row;
            }
        }

        PiecewiseSort.Run(_sorted, _order, count, check);
        check();
        Array.Fill(_codes, -1);
        var distinct = new List<double>(count);
        for (int i = 0; i < count; i++)
        {
            if (i == 0 || _sorted[i] != _sorted[i - 1])
            {
                distinct.Add(_sorted[i]);
            }

            _codes[_order[i]] = distinct.Count - 1;
        }

        check();
        for (int row = 0; row < _codes.Length; row++)
        {
            if (_codes[row] < 0)
            {
                _codes[row] = distinct.Count;
            }
        }

        check();
        return new FeatureRanks([.. distinct], _codes, isCategorical, count < rows);
    }
}
