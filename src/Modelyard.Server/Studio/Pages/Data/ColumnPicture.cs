namespace Modelyard.Server.Studio.Pages.Data;

/// <summary>Represents the distribution of a column, small.</summary>
/// <param name="Name">The column.</param>
/// <param name="Kind">How its cells are read.</param>
/// <param name="Missing">The share of missing cells.</param>
/// <param name="Shares">The heights of its bars, of 1 at most: the density of each bin, or the share of each level.</param>
/// <param name="Text">The gist in words.</param>
public sealed record ColumnPicture(string Name, string Kind, double Missing, IReadOnlyList<double> Shares, string Text);
