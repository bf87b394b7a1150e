namespace Modelyard.Selection.Features;

/// <summary>Represents how much one column differs between two tables.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Test">The name of the test: of numbers that of Kolmogorov and Smirnov, of categories and numbers of few values chi-square; of whether a cell is missing, where that differs more.</param>
/// <param name="Effect">How far the two are apart, from 0 to 1: the greatest distance of the shares up to a number, or the square of Cramér's V.</param>
/// <param name="PValue">The chance of such a difference if the two had one law; NaN where there is no test.</param>
/// <param name="AdjustedPValue">The p-value adjusted for the number of columns by the method of Benjamini and Hochberg.</param>
/// <param name="Importance">How much the classifier that tells the tables apart used the column, as a share of all.</param>
/// <param name="Evidence">What differs, in words.</param>
public sealed record DriftedColumn(string Name, string Test, double Effect, double PValue, double AdjustedPValue, double Importance, string Evidence);
