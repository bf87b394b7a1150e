namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what is kept of a column in a window.</summary>
/// <param name="Name">The name.</param>
/// <param name="Effect">By how much shares of rows differ from the reference at most, from 0 to 1; NaN where it was not compared.</param>
/// <param name="PValue">The chance of it, not adjusted; NaN where it was not compared.</param>
/// <param name="Missing">The share of missing cells.</param>
/// <param name="Drifted">Whether it had moved.</param>
/// <param name="Evidence">What differed, in words, if it had moved.</param>
public sealed record WatchedColumn(string Name, double Effect, double PValue, double Missing, bool Drifted, string Evidence);
