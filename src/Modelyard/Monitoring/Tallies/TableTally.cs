using Modelyard.Frames;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Monitoring;

/// <summary>Counts the rows of a table column by column into a grid: windows of time add up to longer ones, and nodes to all, without a look at the rows again.</summary>
/// <remarks>Counts add up exactly, so that what a test says of merged tallies is what it says of the rows together. Not safe for several threads; merge one of each.</remarks>
public sealed class TableTally
{
    private readonly ColumnTally[] _columns;

    /// <summary>Initializes a tally that has seen nothing.</summary>
    /// <param name="grid">What the cells are counted into.</param>
    public TableTally(TallyGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        Grid = grid;
        _columns = [.. grid.Columns.Select(column => new ColumnTally(column))];
    }

    internal TableTally(TallyGrid grid, ColumnTally[] columns, long rows) => (Grid, _columns, Rows) = (grid, columns, rows);

    /// <summary>Gets what the cells are counted into.</summary>
    public TallyGrid Grid { get; }

    /// <summary>Gets the columns, as the grid has them.</summary>
    public IReadOnlyList<ColumnTally> Columns => _columns;

    /// <summary>Gets the number of rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Counts a table by its own grid.</summary>
    /// <param name="reference">The rows.</param>
    /// <param name="exclude">The names of columns not to watch; null for none.</param>
    /// <returns>The tally, to which others are compared.</returns>
    /// <exception cref="ModelyardException">A name is not in the table, or no column is left.</exception>
    public static TableTally Of(Frame reference, IReadOnlyCollection<string>? exclude = null)
    {
        var tally = new TableTally(TallyGrid.Of(reference, exclude));
        tally.Add(reference);
        return tally;
    }

    /// <summary>Takes the counts of the profile that travels in a model file.</summary>
    /// <param name="profile">The profile of the training data.</param>
    /// <returns>The tally, to which others are compared.</returns>
    public static TableTally Of(TableProfile profile)
    {
        var grid = TallyGrid.Of(profile);
        return new TableTally(grid, [.. grid.Columns.Zip(profile.Columns, ColumnTally.Of)], profile.Rows);
    }

    /// <summary>Takes in the rows of a table; columns of the grid that it does not have count as missing.</summary>
    /// <param name="frame">The rows.</param>
    public void Add(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Rows += frame.RowCount;
        ParallelLoop.For(_columns.Length, Environment.ProcessorCount, position =>
        {
            ColumnTally tally = _columns[position];
            if (frame.TryGetColumn(tally.Grid.Name, out Column? column))
            {
                tally.Add(column);
            }
            else
            {
                tally.AddAbsent(frame.RowCount);
            }
        });
    }

    /// <summary>Takes in what another one has seen.</summary>
    /// <param name="other">The other tally, of the same grid; it stays as it is.</param>
    /// <exception cref="ArgumentException">It is of another grid.</exception>
    public void Merge(TableTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Grid.Require(other.Grid, nameof(other));
        Rows += other.Rows;
        for (int column = 0; column < _columns.Length; column++)
        {
            _columns[column].Merge(other._columns[column]);
        }
    }

    /// <summary>Puts the columns of another tally beside those of this one, as of the inputs of a model and of what it predicted.</summary>
    /// <param name="other">The other tally, of columns of other names, which may have seen other rows.</param>
    /// <returns>A tally of a grid of all columns; both stay as they are, and share their counts with it.</returns>
    /// <exception cref="ArgumentException">Two columns share a name.</exception>
    public TableTally Beside(TableTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new TableTally(new TallyGrid([.. Grid.Columns, .. other.Grid.Columns], [.. Grid.Unwatched, .. other.Grid.Unwatched]), [.. _columns, .. other._columns], Rows);
    }
}
