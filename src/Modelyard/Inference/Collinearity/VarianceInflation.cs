namespace Modelyard.Inference;

/// <summary>Represents how much the variance of a term's coefficients is inflated by what the other terms share with it.</summary>
/// <param name="Name">The name of the term.</param>
/// <param name="Columns">The number of its columns: 1 but for a category of three levels or more.</param>
/// <param name="Factor">The factor: of one column <c>1 / (1 − R²)</c> of its regression on the others, of several the generalised factor of their joint confidence region.</param>
/// <param name="Scaled">The factor to the power of one over twice the columns, which can be compared between terms of any number of columns; its square goes with the usual limits of 5 and 10.</param>
public sealed record VarianceInflation(string Name, int Columns, double Factor, double Scaled);
