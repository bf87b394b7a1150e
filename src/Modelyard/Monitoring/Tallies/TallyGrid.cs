using Modelyard.Frames;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Monitoring;

/// <summary>Says into which bins and levels the rows of a table are counted: chosen by the rows of a reference once, and the same for all that is compared with it.</summary>
public sealed class TallyGrid
{
    /// <summary>Initializes a grid.</summary>
    /// <param name="columns">The columns, each of another name.</param>
    /// <param name="unwatched">The columns that are left out, and why.</param>
    /// <exception cref="ArgumentException">Two columns share a name.</exception>
    public TallyGrid(IReadOnlyList<ColumnGrid> columns, IReadOnlyList<DroppedColumn>? unwatched = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
        {
            throw new ArgumentException($"The column '{twice.Key}' is named twice and must be named once.", nameof(columns));
        }

        Columns = columns;
        Unwatched = unwatched ?? [];
    }

    /// <summary>Gets the columns.</summary>
    public IReadOnlyList<ColumnGrid> Columns { get; }

    /// <summary>Gets the columns of the reference that are not counted, such as identifiers, whose every value is new.</summary>
    public IReadOnlyList<DroppedColumn> Unwatched { get; }

    /// <summary>Chooses the bins and levels by the rows of a table: of numbers the hundredths of the reference, of texts by their number of words.</summary>
    /// <param name="reference">The rows.</param>
    /// <param name="exclude">The names of columns not to watch; null for none.</param>
    /// <returns>The grid.</returns>
    /// <exception cref="ModelyardException">A name is not in the table, or no column is left.</exception>
    public static TallyGrid Of(Frame reference, IReadOnlyCollection<string>? exclude = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        foreach (string name in exclude ?? [])
        {
            reference.PositionOf(name);
        }

        Column[] chosen = [.. reference.Columns.Where(column => exclude?.Contains(column.Name, StringComparer.Ordinal) != true)];
        var grids = new (ColumnGrid? Grid, string? Reason)[chosen.Length];
        ParallelLoop.For(chosen.Length, Environment.ProcessorCount, column => grids[column] = ReferenceGrid.Of(chosen[column]));
        DroppedColumn[] unwatched = [.. grids.Index().Where(one => one.Item.Grid is null).Select(one => new DroppedColumn(chosen[one.Index].Name, one.Item.Reason!))];
        return grids.Length > unwatched.Length
            ? new TallyGrid([.. grids.Select(one => one.Grid).OfType<ColumnGrid>()], unwatched)
            : throw new ModelyardException(unwatched.Length == 0
                ? "The reference has no column to watch."
                : $"The reference has no column to watch: {string.Join("; ", unwatched.Take(10).Select(one => $"'{one.Name}' ({one.Reason})"))}.");
    }

    /// <summary>Takes the bins and levels of the profile that travels in a model file.</summary>
    /// <param name="profile">The profile of the training data.</param>
    /// <returns>The grid: the inputs, and the target last.</returns>
    public static TallyGrid Of(TableProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new TallyGrid([.. profile.Columns.Select(ReferenceGrid.Of)]);
    }

    /// <summary>Refuses another grid, whose counts cannot be compared with those of this one.</summary>
    internal void Require(TallyGrid other, string parameter)
    {
        if (other != this && !other.Columns.SequenceEqual(Columns))
        {
            throw new ArgumentException("The other tally counts into other bins or levels; only tallies of one reference can be compared and add up.", parameter);
        }
    }
}
