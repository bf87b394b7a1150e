using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Boosting;

/// <summary>Maps the values of one feature to byte codes: 0 for a missing value, 1 and up for the bins in order.</summary>
/// <remarks>
/// A numeric value x gets code 1 + (number of cuts below x), so <c>code(x) &lt;= t</c> exactly when <c>x &lt;= cut[t - 1]</c>: comparing codes is
/// comparing values. A categorical level gets the code of its own or, if it is rare among more levels than there are codes, that of the rare ones;
/// a level that was never seen is as good as missing.
/// </remarks>
internal sealed class FeatureBins
{
    private const int GreatestTable = 1 << 14;

    // The cuts, padded with infinity to a power of two less one, so that the search has a fixed number of steps and no branch.
    private readonly double[] _search;
    private readonly int _firstHalf;
    private readonly byte[]? _table;
    private readonly int _tableStart;

    private FeatureBins(double[] cuts, byte[]? levels)
    {
        Cuts = cuts;
        Levels = levels;
        CodeCount = levels is null ? cuts.Length + 2 : (levels.Length == 0 ? 0 : levels.Max()) + 1;
        int size = 1;
        while (size < cuts.Length + 1)
        {
            size *= 2;
        }

        _firstHalf = size / 2;
        _search = new double[size];
        Array.Fill(_search, double.PositiveInfinity);
        cuts.CopyTo(_search, 0);
    }

    private FeatureBins(double[] cuts, int first, int last)
        : this(cuts, null)
    {
        _tableStart = first;
        _table = new byte[last - first + 1];
        for (int i = 0; i < _table.Length; i++)
        {
            _table[i] = Search(first + i);
        }
    }

    /// <summary>Gets the greatest value of each bin but the last, ascending; empty for a categorical feature.</summary>
    internal double[] Cuts { get; }

    /// <summary>Gets the code of each level, 0 for one that was never seen; null for a numeric feature.</summary>
    internal byte[]? Levels { get; }

    /// <summary>Gets a value indicating whether the feature is categorical.</summary>
    internal bool IsCategorical => Levels is not null;

    /// <summary>Gets the number of codes, that of the missing value included.</summary>
    internal int CodeCount { get; }

    internal static FeatureBins Numeric(double[] cuts) => new(cuts, null);

    /// <summary>Creates the map of a feature whose values are known to be mostly whole numbers in a range: they are looked up in a table.</summary>
    internal static FeatureBins Numeric(double[] cuts, double first, double last) =>
        last - first < GreatestTable && Math.Abs(first) < int.MaxValue / 2 ? new FeatureBins(cuts, (int)first, (int)last) : new FeatureBins(cuts, null);

    internal static FeatureBins Categorical(byte[] levels) => new([], levels);

    /// <summary>Computes the code of one value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte Code(double value)
    {
        if (Levels is not null)
        {
            return CodeOfLevel(value, Levels);
        }

        return double.IsNaN(value) ? (byte)0 : Search(value);
    }

    /// <summary>Computes the codes of values that lie a stride apart.</summary>
    internal unsafe void Encode(double* values, int stride, int count, byte* codes)
    {
        if (Levels is { } levels)
        {
            for (int i = 0; i < count; i++, values += stride)
            {
                codes[i] = CodeOfLevel(*values, levels);
            }
        }
        else if (_table is { } table)
        {
            for (int i = 0; i < count; i++, values += stride)
            {
                double value = *values;
                int whole = (int)value;
                int at = whole - _tableStart;
                codes[i] = whole == value && (uint)at < (uint)table.Length ? table[at] : double.IsNaN(value) ? (byte)0 : Search(value);
            }
        }
        else
        {
            for (int i = 0; i < count; i++, values += stride)
            {
                double value = *values;
                codes[i] = double.IsNaN(value) ? (byte)0 : Search(value);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte CodeOfLevel(double value, byte[] levels)
    {
        // A missing value, -1, a fraction and a level beyond the list all count as missing.
        int level = (int)value;
        return level == value && (uint)level < (uint)levels.Length ? levels[level] : (byte)0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte Search(double value)
    {
        double[] search = _search;
        int below = 0;
        for (int half = _firstHalf; half > 0; half >>= 1)
        {
            below += half & -Unsafe.BitCast<bool, byte>(search[below + half - 1] < value);
        }

        return (byte)(below + 1);
    }
}
