using System.Runtime.InteropServices;
using Modelyard.Frames;

namespace Modelyard.Preparation;

/// <summary>Represents what a pass over chunks finds out about a target: its different values up to more than there may be classes, and its range.</summary>
internal sealed class TargetSurvey
{
    private const int MostCounted = 1001;

    private readonly Dictionary<string, long> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _takenForMissing = new(StringComparer.Ordinal);
    private readonly HashSet<double> _numbers = [];

    internal TargetSurvey(Column column)
    {
        Name = column.Name;
        Kind = column.Kind;
        IsNumeric = column.IsNumeric;
    }

    internal string Name { get; }

    internal ColumnKind Kind { get; }

    internal bool IsNumeric { get; }

    internal long Present { get; private set; }

    internal long Missing { get; private set; }

    internal long Infinite { get; private set; }

    internal double Minimum { get; private set; } = double.PositiveInfinity;

    internal double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>Gets the number of different values; 1,001 stands for more than a thousand.</summary>
    internal int Distinct => _labels.Count;

    /// <summary>Gets the labels, as cells are formatted.</summary>
    internal IEnumerable<string> Classes => _labels.Keys;

    /// <summary>Gets the texts that were taken for missing cells, and how often.</summary>
    internal IEnumerable<KeyValuePair<string, long>> TakenForMissing => _takenForMissing;

    internal void Add(Column column)
    {
        foreach ((string token, int count) in column.TakenForMissing)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_takenForMissing, token, out _) += count;
        }

        Present += column.Length - column.MissingCount;
        Missing += column.MissingCount;
        double[] numbers = IsNumeric ? column.ToDoubles() : [];
        for (int row = 0; row < column.Length; row++)
        {
            if (column.IsMissing(row))
            {
                continue;
            }

            if (IsNumeric)
            {
                Infinite += double.IsInfinity(numbers[row]) ? 1 : 0;
                Minimum = Math.Min(Minimum, numbers[row]);
                Maximum = Math.Max(Maximum, numbers[row]);
            }

            // A number is formatted once only, when it is new.
            if (_labels.Count < MostCounted && (!IsNumeric || _numbers.Add(numbers[row])))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_labels, column.FormatCell(row), out _)++;
            }
        }
    }
}
