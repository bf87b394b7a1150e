using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation.Text;

namespace Modelyard.Explanation;

/// <summary>Represents what is shuffled at once: a feature, all words of a text, or a group of them.</summary>
internal sealed class ShuffledUnit
{
    private readonly bool[] _moves;
    private readonly int[] _features;

    private ShuffledUnit(string name, int[] columns, TermLayout? layout, int featureCount)
    {
        Name = name;
        Columns = columns;
        _moves = new bool[featureCount];
        foreach (int column in columns)
        {
            _moves[column] = true;
            int text = layout is null ? -1 : Array.IndexOf(layout.Texts, column);
            if (text >= 0)
            {
                _moves.AsSpan(layout!.Starts[text], layout.Starts[text + 1] - layout.Starts[text]).Fill(true);
            }
        }

        _features = [.. Enumerable.Range(0, featureCount).Where(feature => _moves[feature])];
    }

    internal string Name { get; }

    /// <summary>Gets the positions of its columns, without the terms of texts.</summary>
    internal int[] Columns { get; }

    /// <summary>Lists the units of a schema: the groups at the places of their first features, and the features that are in none.</summary>
    /// <exception cref="ModelyardException">A group is empty, names a feature that there is not, or has a name that another unit has.</exception>
    internal static IReadOnlyList<ShuffledUnit> Of(FeatureSchema schema, IReadOnlyList<FeatureGroup> groups)
    {
        var layout = TermLayout.Find(schema);
        FeatureSchema columns = layout?.Columns ?? schema;
        var units = groups.Select(group => new ShuffledUnit(group.Name, Positions(group, columns), layout, schema.Count)).ToList();
        bool[] isGrouped = new bool[columns.Count];
        foreach (int column in units.SelectMany(unit => unit.Columns))
        {
            isGrouped[column] = true;
        }

        units.AddRange(Enumerable.Range(0, columns.Count).Where(column => !isGrouped[column]).Select(column => new ShuffledUnit(columns[column].Name, [column], layout, schema.Count)));
        return units.CountBy(unit => unit.Name, StringComparer.Ordinal).FirstOrDefault(one => one.Value > 1).Key is { } twice
            ? throw new ModelyardException($"The name '{twice}' stands for two groups, or for a group and a feature outside it. Give each group a name of its own.")
            : [.. units.OrderBy(unit => unit.Columns[0])];
    }

    /// <summary>Gives each row the values that another row has.</summary>
    /// <param name="data">The rows, which stay as they are.</param>
    /// <param name="order">The row from which each row gets them.</param>
    internal Dataset Shuffle(Dataset data, int[] order)
    {
        if (data.IsSparse)
        {
            return data.WithFeatures(Shuffle(data.SparseFeatures, order), data.Schema);
        }

        Matrix shuffled = data.Features.Copy();
        for (int row = 0; row < order.Length; row++)
        {
            ReadOnlySpan<double> other = data.Features.Row(order[row]);
            Span<double> own = shuffled.Row(row);
            foreach (int feature in _features)
            {
                own[feature] = other[feature];
            }
        }

        return data.WithFeatures(shuffled, data.Schema);
    }

    private static int[] Positions(FeatureGroup group, FeatureSchema columns)
    {
        if (group.Features.Count == 0)
        {
            throw new ModelyardException($"The group '{group.Name}' has no features and must have at least one.");
        }

        return [.. group.Features.Select(name => DataFeature.Find(columns, name)).Distinct().Order()];
    }

    private SparseMatrix Shuffle(SparseMatrix rows, int[] order)
    {
        var builder = new SparseMatrixBuilder(rows.Columns);
        for (int row = 0; row < rows.Rows; row++)
        {
            Copy(rows.Row(row), isShuffled: false);
            Copy(rows.Row(order[row]), isShuffled: true);
            builder.EndRow();
        }

        return builder.Build();

        void Copy(SparseRow from, bool isShuffled)
        {
            for (int i = 0; i < from.Count; i++)
            {
                if (_moves[from.Indices[i]] == isShuffled)
                {
                    builder.Add(from.Indices[i], from.Values[i]);
                }
            }
        }
    }
}
