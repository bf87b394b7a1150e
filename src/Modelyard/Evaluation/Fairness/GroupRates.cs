namespace Modelyard.Evaluation;

/// <summary>Represents how a classifier treats one group of rows.</summary>
/// <param name="Group">The group.</param>
/// <param name="Rows">The number of its rows.</param>
/// <param name="BaseRate">The share of the rows that are positive.</param>
/// <param name="SelectionRate">The share of the rows that are predicted positive.</param>
/// <param name="TruePositiveRate">The share of the positive rows that are predicted so; NaN if there are none.</param>
/// <param name="FalsePositiveRate">The share of the other rows that are predicted positive; NaN if there are none.</param>
/// <param name="Precision">The share of the rows predicted positive that are; NaN if there are none.</param>
/// <param name="Accuracy">The share of right answers.</param>
public sealed record GroupRates(string Group, int Rows, double BaseRate, double SelectionRate, double TruePositiveRate, double FalsePositiveRate, double Precision, double Accuracy);
