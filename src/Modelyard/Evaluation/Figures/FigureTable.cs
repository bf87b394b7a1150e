using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Frames.Keys;

namespace Modelyard.Evaluation;

/// <summary>Computes figures of all rows, and of each combination of declared dimensions: segments, periods, or whatever an expression gives.</summary>
public static class FigureTable
{
    private const int MostGroups = 10_000;

    /// <summary>Computes the figures.</summary>
    /// <param name="scored">The rows and their predictions, as <see cref="ScoredTable"/> lays them out.</param>
    /// <param name="figures">The figures, one or more.</param>
    /// <param name="dimensions">The dimensions by name, as in <c>month</c> and <c>datetrunc(date, 'month')</c>; empty for all rows at once.</param>
    /// <returns>A table of the dimensions, the number of <c>rows</c>, and a column a figure, in the order of the dimensions; rows without a dimension are a group of their own.</returns>
    /// <exception cref="ModelyardException">A column is not there, a figure is not one number, or there are more than 10,000 combinations.</exception>
    public static Frame Compute(Frame scored, IReadOnlyList<KeyFigure> figures, IReadOnlyList<(string Name, Expression Expression)> dimensions)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(dimensions);
        if (figures.Count == 0)
        {
            throw new ModelyardException("There are no figures to compute; give one or more.");
        }

        if (dimensions.Count == 0)
        {
            return Frame.Of([new IntegerColumn("rows", [scored.RowCount]), .. figures.Select(figure => ColumnOf(figure, [figure.Of(scored)], scored))]);
        }

        string[] names = [.. dimensions.Select(dimension => dimension.Name)];
        GroupedFrame groups = Frame.Of([.. dimensions.Select(dimension => dimension.Expression.Evaluate(scored).Rename(dimension.Name))]).GroupBy(names, new GroupOptions { KeepMissing = true });
        if (groups.Count > MostGroups)
        {
            throw new ModelyardException($"The dimensions {string.Join(", ", names)} have '{groups.Count}' combinations and may have '{MostGroups}'; take coarser ones, such as months for days.");
        }

        var rows = KeyRows.Of(groups.GroupOfRow, groups.Count);
        double[][] values = [.. figures.Select(_ => new double[groups.Count])];
        for (int group = 0; group < rows.Count; group++)
        {
            Frame own = scored.Take(rows[group]);
            for (int figure = 0; figure < values.Length; figure++)
            {
                values[figure][group] = figures[figure].Of(own);
            }
        }

        Frame table = groups.Keys.With(new IntegerColumn("rows", [.. Enumerable.Range(0, rows.Count).Select(group => (long)rows[group].Length)]));
        for (int figure = 0; figure < values.Length; figure++)
        {
            table = table.With(ColumnOf(figures[figure], values[figure], scored));
        }

        return table.SortBy(names);
    }

    /// <summary>Makes a column of a figure: of whole numbers if it counts or adds up such, so that they are written whole.</summary>
    private static Column ColumnOf(KeyFigure figure, double[] values, Frame scored) =>
        figure.Expression.Bind(scored).Kind == ColumnKind.Integer && Array.TrueForAll(values, double.IsInteger)
            ? new IntegerColumn(figure.Name, Array.ConvertAll(values, value => (long)value))
            : new DoubleColumn(figure.Name, values);
}
