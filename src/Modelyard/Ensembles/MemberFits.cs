using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Fits the members of an ensemble side by side, each with its own seed, so that the result does not depend on the number of threads.</summary>
/// <remarks>
/// Of what is left of the time, each gets its even share: a member that has a model to return stops by then, so that the first ones do not use up the time of
/// the last. One that is all or nothing may use the whole time.
/// </remarks>
internal static class MemberFits
{
    /// <summary>Fits members. What they warn of is passed on in their order, the same sentence once.</summary>
    /// <typeparam name="T">What a member becomes.</typeparam>
    /// <param name="count">The number of members.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="fit">Fits the member of a number within a context of its own.</param>
    /// <param name="followers">The number of fits for which time is left after the last member.</param>
    internal static T[] Run<T>(int count, FitContext context, Func<int, FitContext, T> fit, int followers = 0)
    {
        var results = new T[count];
        var warnings = new List<string>[count];
        int outer = Math.Max(1, Math.Min(count, context.Parallelism));
        int inner = Math.Max(1, context.Parallelism / outer);
        int begun = 0, done = 0;
        ParallelLoop.For(
            count,
            outer,
            i =>
            {
                context.Cancellation.ThrowIfCancellationRequested();
                List<string> own = warnings[i] = [];
                int waiting = count - Interlocked.Increment(ref begun) + 1;
                double share = outer / (double)(Math.Max(waiting, outer) + (followers * outer));
                results[i] = fit(i, context.ForPart((ulong)i).WithShare(share) with { Parallelism = inner, Progress = null, Warning = own.Add });
                context.Report(Interlocked.Increment(ref done), count);
            },
            context.Cancellation);
        foreach (string warning in warnings.SelectMany(own => own).Distinct(StringComparer.Ordinal))
        {
            context.Warn(warning);
        }

        return results;
    }

    /// <summary>Fits members of which there may be fewer: as many as there is time for, and at least one.</summary>
    /// <typeparam name="T">What a member becomes.</typeparam>
    /// <param name="count">The number of members.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="fit">Fits the member of a number within a context of its own.</param>
    /// <exception cref="FitBudgetException">The time budget ended before there was a member.</exception>
    internal static T[] RunInTime<T>(int count, FitContext context, Func<int, FitContext, T> fit)
        where T : class
    {
        int done = 0;
        T?[] members = Run<T?>(count, context, (i, own) =>
        {
            if (Volatile.Read(ref done) > 0 && context.ShouldStop())
            {
                return null;
            }

            try
            {
                T member = fit(i, own);
                Interlocked.Increment(ref done);
                return member;
            }
            catch (FitBudgetException) when (Volatile.Read(ref done) > 0)
            {
                return null;
            }
        });
        if (done < count)
        {
            context.Warn($"The time budget ended after '{done}' of '{count}' members; the model has only those.");
        }

        return [.. members.OfType<T>()];
    }
}
