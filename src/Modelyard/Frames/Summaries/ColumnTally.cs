using Modelyard.Numerics;

namespace Modelyard.Frames.Summaries;

/// <summary>Gathers the summary of a column over chunks, in two passes or a few more.</summary>
internal sealed class ColumnTally
{
    private const int MostCandidates = 64;
    private static readonly double[] s_levels = [0.25, 0.5, 0.75];

    private readonly string _name;
    private readonly ColumnKind _kind;
    private readonly ValueCounts _values;
    private readonly RankSearch? _ranks;
    private readonly RunningSummary _numbers = new();
    private TopValue? _top;
    private long _present;
    private long _missing;

    /// <summary>Initializes a tally before the first pass.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="memory">About how many bytes it may take.</param>
    public ColumnTally(string name, ColumnKind kind, long memory)
    {
        bool isNumeric = kind is not (ColumnKind.Text or ColumnKind.Category);
        _name = name;
        _kind = kind;
        _values = new ValueCounts(isNumeric ? memory / 2 : memory);

        // A sketch of a hundred million numbers has 16 runs of its size, of 16 bytes a number.
        _ranks = isNumeric ? new RankSearch((int)Math.Clamp(memory / 2 / 256, 256, 1 << 14)) : null;
    }

    /// <summary>Gets a value indicating whether no further pass is needed.</summary>
    public bool IsDone => _top is { IsFound: true } && _ranks is not { IsSettled: false };

    /// <summary>Takes in the column of a chunk.</summary>
    public void Add(Column column)
    {
        if (_ranks is { IsSettled: false })
        {
            double[] numbers = column.ToDoubles();
            _ranks.Add(numbers);
            _numbers.Add(_top is null ? numbers : []);
        }

        if (_top is not null)
        {
            _top.Add(column);
            return;
        }

        _present += column.Length - column.MissingCount;
        _missing += column.MissingCount;
        if (column is CategoryColumn category)
        {
            AddLevels(category);
            return;
        }

        foreach (UInt128 key in CellKeys.Of(column))
        {
            if (key != default)
            {
                _values.Add(key);
            }
        }
    }

    /// <summary>Ends a pass.</summary>
    public void EndPass()
    {
        _ranks?.EndPass();
        if (_top is not null)
        {
            _top.EndPass();
            return;
        }

        _ranks?.Ask(s_levels.SelectMany(_ranks.RanksOf));
        HashSet<UInt128> tops = _values.Tops(MostCandidates, out long count);
        _top = new TopValue(tops, _values.IsExact ? count : null, _values.MostOfOthers);
    }

    /// <summary>Makes the summary, after the last pass.</summary>
    public ColumnSummary ToSummary()
    {
        (string? top, long count) = _top!.Value;
        var summary = new ColumnSummary
        {
            Name = _name,
            Kind = _kind,
            Count = Whole(_present),
            Missing = Whole(_missing),
            Distinct = Whole(Math.Min(_values.Distinct, _present)),
            IsDistinctEstimated = !_values.IsExact,
            Top = top,
            TopCount = Whole(count),
        };
        return _ranks is null || _present == 0 ? summary : summary with
        {
            Mean = _numbers.Mean,
            StandardDeviation = _numbers.Deviation,
            Minimum = _ranks.Minimum,
            LowerQuartile = _ranks.Quantile(s_levels[0]),
            Median = _ranks.Quantile(s_levels[1]),
            UpperQuartile = _ranks.Quantile(s_levels[2]),
            Maximum = _ranks.Maximum,
        };
    }

    private int Whole(long count) => count <= int.MaxValue ? (int)count : throw new ModelyardException(
        $"The column '{_name}' has '{count}' cells, and a summary counts up to '{int.MaxValue}'. Summarise the table in parts.");

    private void AddLevels(CategoryColumn category)
    {
        UInt128[] keys = CellKeys.OfLevels(category);
        int[] counts = new int[keys.Length];
        foreach (int code in category.Codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        for (int level = 0; level < keys.Length; level++)
        {
            if (counts[level] > 0)
            {
                _values.Add(keys[level], counts[level]);
            }
        }
    }
}
