using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Monitoring;

/// <summary>Represents which columns of two tables are looked at together: what the reference watches, without times, and without what only one of them has.</summary>
internal sealed record TogetherColumns(string[] Joint, string[] Texts, IReadOnlyList<(string Prefix, string[] Columns)> Embeddings)
{
    internal static TogetherColumns Of(Frame reference, Frame current, TogetherOptions options)
    {
        Column[] shared = [.. reference.Columns.Where(column => current.TryGetColumn(column.Name, out _) && !options.Exclude.Contains(column.Name, StringComparer.Ordinal))];
        (string Prefix, string[] Columns)[] embeddings = [.. options.Embeddings.Distinct(StringComparer.Ordinal).Select(prefix => (prefix, Embedding(prefix, shared, current)))];
        string[] embedded = [.. embeddings.SelectMany(one => one.Columns)];
        ColumnGrid[] watched = [.. TallyGrid.Of(reference, options.Exclude).Columns.Where(grid => shared.Any(column => column.Name == grid.Name) && !embedded.Contains(grid.Name, StringComparer.Ordinal))];
        var columns = new TogetherColumns(
            [.. watched.Where(grid => grid.Kind is not (FeatureKind.Text or FeatureKind.Timestamp) && !IsConstant(reference[grid.Name], current[grid.Name])).Select(grid => grid.Name)],
            [.. watched.Where(grid => grid.Kind == FeatureKind.Text).Select(grid => grid.Name)],
            embeddings);
        return columns.Joint.Length + columns.Texts.Length + embeddings.Length > 0
            ? columns
            : throw new ModelyardException("There is nothing to look at together: the tables share no column that varies and is no identifier and no time.");
    }

    internal Dataset Encode(Frame both, string[] columns) => new RowEncoder(new FeatureSchema(columns.Select(name => TablePlan.Describe(both[name])))).EncodeRows(both);

    private static string[] Embedding(string prefix, Column[] shared, Frame current)
    {
        string[] columns = [.. shared.Where(column => column.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(column => column.Name)];
        if (prefix.Length == 0 || columns.Length == 0)
        {
            throw new ModelyardException($"No column that both tables have begins with '{prefix}'. Name what the columns of the embedding begin with, as 'emb_' of emb_0, emb_1 and so on.");
        }

        return shared.FirstOrDefault(column => columns.Contains(column.Name, StringComparer.Ordinal) && !(IsNumber(column) && IsNumber(current[column.Name]))) is { } wrong
            ? throw new ModelyardException($"The column '{wrong.Name}' is not of numbers, and those of an embedding must be. Choose a longer prefix than '{prefix}'.")
            : columns;
    }

    private static bool IsNumber(Column column) => column.Kind is ColumnKind.Double or ColumnKind.Integer;

    private static bool IsConstant(Column reference, Column current)
    {
        ColumnSummary then = ColumnSummary.Of(reference), now = ColumnSummary.Of(current);
        bool isComplete = then.Missing == 0 && now.Missing == 0, isEmpty = then.Count == 0 && now.Count == 0;
        return isEmpty || (isComplete && then.Distinct == 1 && now.Distinct == 1 && string.Equals(then.Top, now.Top, StringComparison.Ordinal));
    }
}
