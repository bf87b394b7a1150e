namespace Modelyard.Reports;

/// <summary>Represents one figure that answers a question by itself.</summary>
/// <param name="Name">What the figure measures.</param>
/// <param name="Value">The figure, written out.</param>
/// <param name="Note">How sure it is, or what it is compared with; empty for none.</param>
/// <param name="IsMain">Whether it is the figure that the page is about.</param>
public sealed record KeyFigure(string Name, string Value, string Note = "", bool IsMain = false);
