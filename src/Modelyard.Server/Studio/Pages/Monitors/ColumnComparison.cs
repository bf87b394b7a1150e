using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Monitors;

/// <summary>Represents a column, then against now.</summary>
/// <param name="Name">The column.</param>
/// <param name="Window">The beginning of the window, in UTC.</param>
/// <param name="Skip">How many rows of that moment belong to windows before it.</param>
/// <param name="WindowName">The window as it is called: by its file, or by its beginning.</param>
/// <param name="Evidence">What differs; empty if nothing does.</param>
/// <param name="Facts">How far it is from the reference.</param>
/// <param name="Chart">The shares of rows in the bins or levels of the reference.</param>
public sealed record ColumnComparison(string Name, DateTime Window, long Skip, string WindowName, string Evidence, IReadOnlyList<Fact> Facts, ChartModel Chart);
