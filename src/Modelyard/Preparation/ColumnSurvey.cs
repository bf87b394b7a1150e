using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation;

/// <summary>Represents what a pass over chunks finds out about a column: how it is read as an input, or why it is left out.</summary>
internal sealed class ColumnSurvey
{
    private const int MostLevels = 65_536;
    private const int WordSamples = 100;
    private const double NearlyAll = 0.95;

    private readonly DistinctSketch _distinct = new();
    private HashSet<string>? _levels;
    private string? _first;
    private long _rows;
    private long _present;
    private long _words;
    private long _cells;
    private double _least = double.PositiveInfinity;
    private double _greatest = double.NegativeInfinity;

    internal ColumnSurvey(Column column)
    {
        Name = column.Name;
        Kind = column.Kind;
        _levels = column.IsNumeric ? null : new HashSet<string>(StringComparer.Ordinal);
    }

    internal string Name { get; }

    internal ColumnKind Kind { get; }

    private bool IsTextual => Kind is ColumnKind.Text or ColumnKind.Category;

    internal void Add(Column column)
    {
        if (column.Kind != Kind)
        {
            throw new ModelyardException($"The column '{Name}' is {Kind} in one chunk and {column.Kind} in another; every chunk must have the same kinds.");
        }

        _rows += column.Length;
        _present += column.Length - column.MissingCount;
        if (!IsTextual)
        {
            AddNumbers(column);
            return;
        }

        CountWords(column);
        if (column is CategoryColumn category && _levels is not null)
        {
            // Whether each level is in use does not matter: those of a chunk are.
            AddLevels(category.Levels);
        }

        if (column is TextColumn text)
        {
            AddTexts(text);
        }
    }

    /// <summary>Says why the column is left out; null if it is an input.</summary>
    internal string? ReasonToDrop()
    {
        if (_present == 0)
        {
            return "every cell is missing";
        }

        long distinct = IsTextual ? _levels?.Count ?? _distinct.Count : _distinct.Count;
        if (distinct == 1 && _present == _rows)
        {
            return $"constant: '{_first}'";
        }

        bool allDiffer = _distinct.IsExact ? distinct == _present : distinct > NearlyAll * _present;
        return TablePlan.Identify(Name, Kind, _rows, _present, distinct, allDiffer, _least, _greatest, () => _cells == 0 ? 0 : _words / (double)_cells)
            ?? (IsTextual && _levels is null ? $"more than {MostLevels:N0} different texts" : null);
    }

    /// <summary>Describes the column as an input.</summary>
    internal Feature Describe()
    {
        if (!IsTextual)
        {
            return new Feature(Name, Kind switch { ColumnKind.Boolean => FeatureKind.Boolean, ColumnKind.Timestamp => FeatureKind.Timestamp, _ => FeatureKind.Numeric });
        }

        string[] levels = [.. _levels!];
        Array.Sort(levels, StringComparer.Ordinal);
        return new Feature(Name, FeatureKind.Categorical) { Levels = levels };
    }

    private void AddNumbers(Column column)
    {
        double[] numbers = column.ToDoubles();
        for (int row = 0; row < numbers.Length; row++)
        {
            if (column.IsMissing(row))
            {
                continue;
            }

            _first ??= column.FormatCell(row);
            _distinct.Add((ulong)BitConverter.DoubleToInt64Bits(numbers[row] + 0.0));
            _least = Math.Min(_least, numbers[row]);
            _greatest = Math.Max(_greatest, numbers[row]);
        }
    }

    private void AddTexts(TextColumn column)
    {
        for (int row = 0; row < column.Length; row++)
        {
            if (column.IsMissing(row))
            {
                continue;
            }

            // FNV-1a: the same in every process, as the hash of a string is not.
            ulong hash = 14695981039346656037;
            foreach (byte unit in column.Utf8(row))
            {
                hash = (hash ^ unit) * 1099511628211;
            }

            _distinct.Add(hash);
            if (_levels is not null)
            {
                AddLevels([column.FormatCell(row)]);
            }
        }
    }

    private void AddLevels(IReadOnlyList<string> levels)
    {
        foreach (string level in levels)
        {
            _first ??= level;
            _levels!.Add(level);
            if (_levels.Count > MostLevels)
            {
                _levels = null;
                return;
            }
        }
    }

    private void CountWords(Column column)
    {
        int step = Math.Max(1, column.Length / WordSamples);
        for (int row = 0; row < column.Length; row += step)
        {
            if (!column.IsMissing(row))
            {
                _cells++;
                _words += column.FormatCell(row).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
            }
        }
    }
}
