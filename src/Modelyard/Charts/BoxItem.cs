namespace Modelyard.Charts;

/// <summary>Represents the quantiles of one group.</summary>
/// <param name="Label">The name of the group.</param>
/// <param name="Low">The end of the lower whisker, such as the minimum or the 5 % quantile.</param>
/// <param name="LowerQuartile">The 25 % quantile.</param>
/// <param name="Median">The median.</param>
/// <param name="UpperQuartile">The 75 % quantile.</param>
/// <param name="High">The end of the upper whisker, such as the maximum or the 95 % quantile.</param>
public sealed record BoxItem(string Label, double Low, double LowerQuartile, double Median, double UpperQuartile, double High);
