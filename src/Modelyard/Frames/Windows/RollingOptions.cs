namespace Modelyard.Frames;

/// <summary>Represents which rows belong to a window.</summary>
public sealed record RollingOptions
{
    /// <summary>Gets the number of present cells that a window must have, at least 1; if null as many as its rows, or 1 of a window in time.</summary>
    public int? Least { get; init; }

    /// <summary>Gets a value indicating whether a row stands in the middle of its window; otherwise at its end.</summary>
    public bool Center { get; init; }

    /// <summary>Gets which ends belong to the window: <see cref="WindowClosed.Left"/> leaves the row itself out, and <see cref="WindowClosed.Both"/> takes one more in at the beginning.</summary>
    public WindowClosed Closed { get; init; } = WindowClosed.Right;
}
