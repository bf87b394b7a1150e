using Modelyard.Learning;

namespace Modelyard.Tests.Conformance;

/// <summary>Honours cancellation and time as a broken learner does.</summary>
internal static class BrokenContext
{
    internal static void Checkpoint(this FitContext context, Fault fault)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if ((fault == Fault.WorksOnAfterCancellation && context.Cancellation.CanBeCanceled) || (fault == Fault.IgnoresItsBudget && context.Budget is not null))
        {
            Thread.Sleep(3200);
        }
    }
}
