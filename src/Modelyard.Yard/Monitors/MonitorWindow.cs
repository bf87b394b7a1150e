namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what a monitor saw in one window.</summary>
/// <param name="Start">The beginning, in UTC.</param>
/// <param name="End">The end, which does not belong to it.</param>
/// <param name="State">What came of it.</param>
/// <param name="Rows">The number of rows.</param>
public sealed record MonitorWindow(DateTime Start, DateTime End, WindowState State, long Rows)
{
    /// <summary>Gets how many rows of the moment at which it begins belong to windows before it.</summary>
    public long Skip { get; init; }

    /// <summary>Gets the name of the file that the window is; null if it is none.</summary>
    public string? Batch { get; init; }

    /// <summary>Gets the number of rows that it was compared with.</summary>
    public long ReferenceRows { get; init; }

    /// <summary>Gets the chance that a table like the reference has any column so far off; NaN where it was not judged.</summary>
    public double PValue { get; init; } = double.NaN;

    /// <summary>Gets the level that the chance was held against; NaN where it was not judged.</summary>
    public double Level { get; init; } = double.NaN;

    /// <summary>Gets what was found, in a sentence.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Gets the columns.</summary>
    public IReadOnlyList<WatchedColumn> Columns { get; init; } = [];

    /// <summary>Gets what did not fit the reference, in sentences.</summary>
    public IReadOnlyList<string> Quality { get; init; } = [];

    /// <summary>Gets the figures of the window, such as its volume.</summary>
    public IReadOnlyList<WindowMeasure> Measures { get; init; } = [];

    /// <summary>Gets what came of the other looks at it, besides drift.</summary>
    public IReadOnlyList<WindowLook> Looks { get; init; } = [];

    /// <summary>Gets the columns that had moved, those of the greatest effect first.</summary>
    public IReadOnlyList<WatchedColumn> Drifted => [.. Columns.Where(column => column.Drifted).OrderByDescending(column => double.IsNaN(column.Effect) ? 0 : column.Effect)];

    /// <summary>Gets the looks besides drift that found something.</summary>
    public IReadOnlyList<WindowLook> Found => [.. Looks.Where(look => look.IsFound)];

    /// <summary>Finds a figure.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The value; NaN where there is none.</returns>
    public double Measure(string name)
    {
        foreach (WindowMeasure measure in Measures)
        {
            if (measure.Name == name)
            {
                return measure.Value;
            }
        }

        return double.NaN;
    }
}
