using Modelyard.Frames;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents the rows of a window as they come from their source.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Finish">Where the next one begins.</param>
/// <param name="Rows">The rows.</param>
internal sealed record SourceWindow(WindowPlace Start, WindowPlace Finish, Frame Rows)
{
    /// <summary>Gets the name of the file that the window is; null if it is none.</summary>
    internal string? Batch { get; init; }
}
