namespace Modelyard.Monitoring;

/// <summary>Represents how much more a model errs on a slice than on the other rows.</summary>
/// <param name="Slice">The name of the slice, such as <c>contract=month</c>.</param>
/// <param name="Rows">The number of its rows.</param>
/// <param name="Loss">Their mean loss.</param>
/// <param name="OtherLoss">The mean loss of the other rows.</param>
/// <param name="Effect">The difference of both over the standard deviation of all losses: 0.2 is small, 0.8 is large.</param>
/// <param name="PValue">The chance of a mean loss as high if there were nothing in the slice, with regard to all slices (Benjamini and Hochberg).</param>
public sealed record SliceLoss(string Slice, long Rows, double Loss, double OtherLoss, double Effect, double PValue);
