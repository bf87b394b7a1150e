using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents what was computed of each level of a column of categories.</summary>
/// <remarks>The tables have one entry for missing rows and then one a level.</remarks>
internal sealed class LevelResults
{
    private const byte IsTrue = 1;
    private const byte IsMissing = 2;
    private readonly ColumnKind _kind;
    private double[] _doubles = [];
    private long[] _integers = [];
    private int[] _codes = [];
    private byte[] _states = [];
    private int _onlyTrue = CategoryColumn.Missing;
    private bool _missesPresent;

    private LevelResults(ColumnKind kind) => _kind = kind;

    /// <summary>Gets the levels of the results, if these are texts.</summary>
    public string[] Levels { get; private set; } = [];

    private TextCells Texts { get; set; } = TextCells.None;

    /// <summary>Creates the tables.</summary>
    /// <param name="results">The results for the levels in use, and one for missing rows.</param>
    /// <param name="used">The levels in use.</param>
    /// <param name="count">The number of levels.</param>
    public static LevelResults Of(Column results, int[] used, int count)
    {
        Column column = results is TextColumn text ? text.ToCategory() : results;
        var tables = new LevelResults(column.Kind) { _states = new byte[count + 1] };
        switch (column)
        {
            case DoubleColumn doubles:
                tables._doubles = Spread(doubles.Values, used, count);
                break;
            case IntegerColumn integers:
                tables._integers = Spread(integers.Values, used, count);
                break;
            case TimestampColumn times:
                tables._integers = Spread(times.Ticks, used, count);
                break;
            case CategoryColumn categories:
                tables._codes = Spread(categories.Codes, used, count);
                tables.Levels = [.. categories.Levels];
                tables.Texts = TextCells.Of(tables.Levels);
                break;
        }

        for (int i = 0; i <= used.Length; i++)
        {
            int place = i == used.Length ? 0 : used[i] + 1;
            bool isTrue = !column.IsMissing(i) && column is BooleanColumn { Values: var values } && values[i];
            tables._states[place] = (byte)((isTrue ? IsTrue : 0) | (column.IsMissing(i) ? IsMissing : 0));
        }

        tables._missesPresent = tables._states.AsSpan(1).Contains(IsMissing);
        int first = tables._states.AsSpan().IndexOf(IsTrue);
        tables._onlyTrue = first > 0 && tables._states.AsSpan().LastIndexOf(IsTrue) == first ? first - 1 : CategoryColumn.Missing;
        return tables;
    }

    /// <summary>Looks up the rows of a block.</summary>
    public void Look(Lane column, Lane result)
    {
        ReadOnlySpan<int> codes = column.Codes;
        switch (_kind)
        {
            case ColumnKind.Double:
                Look(_doubles, codes, result.WriteDoubles());
                result.HasMissing = true;
                return;
            case ColumnKind.Category:
                Look(_codes, codes, result.WriteCodes(Texts));
                break;
            case ColumnKind.Boolean:
                LookBits(IsTrue, codes, result.WriteTrue());
                break;
            default:
                Look(_integers, codes, result.WriteIntegers());
                break;
        }

        if (_missesPresent || (_states[0] != IsMissing && column.HasMissing))
        {
            LookBits(IsMissing, codes, result.WriteMissing());
        }
        else
        {
            result.AddMissing(column);
        }
    }

    private static T[] Spread<T>(ReadOnlySpan<T> results, int[] used, int count)
    {
        var table = new T[count + 1];
        table[0] = results[used.Length];
        for (int i = 0; i < used.Length; i++)
        {
            table[used[i] + 1] = results[i];
        }

        return table;
    }

    private static void Look<T>(T[] table, ReadOnlySpan<int> codes, Span<T> result)
    {
        for (int row = 0; row < result.Length; row++)
        {
            result[row] = table[codes[row] + 1];
        }
    }

    private void LookBits(byte state, ReadOnlySpan<int> codes, Span<ulong> bits)
    {
        if (state == IsTrue && _onlyTrue >= 0)
        {
            CompareKernels.Compare(ComparisonKind.Equal, codes, [_onlyTrue], codes.Length, bits);
            return;
        }

        int shift = state >> 1;
        for (int row = 0; row < codes.Length; row += 64)
        {
            ulong word = 0;
            ReadOnlySpan<int> part = codes.Slice(row, Math.Min(64, codes.Length - row));
            for (int i = 0; i < part.Length; i++)
            {
                word |= (ulong)((_states[part[i] + 1] >> shift) & 1) << i;
            }

            bits[row >> 6] = word;
        }
    }
}
