namespace Modelyard.Explanation.Lime;

/// <summary>Represents how far explanations of one row agree when other rows are sampled.</summary>
/// <remarks>Source: Visani, Bagli, Chesani, Poluzzi and Capuzzo (2022), Statistical stability indices for LIME, Journal of the Operational Research Society 73(1).</remarks>
/// <param name="Repeats">The number of explanations.</param>
/// <param name="ColumnAgreement">The mean share of columns, or words, that two of the explanations have in common: 1 if all name the same (the paper's variables stability index).</param>
/// <param name="Columns">How often each was named, and its weight, the most often named first.</param>
public sealed record LimeStability(int Repeats, double ColumnAgreement, IReadOnlyList<LimeColumnStability> Columns);
