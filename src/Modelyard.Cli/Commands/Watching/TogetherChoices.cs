using System.CommandLine;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Monitoring;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Represents the options that say whether columns are looked at together, and how.</summary>
internal sealed class TogetherChoices
{
    private readonly Option<bool> _together = new("--together") { Description = "Look at the columns together too, and at the words of texts: by a classifier, principal components and a kernel. Of two tables only." };
    private readonly Option<string[]> _embeddings = new("--embedding") { Description = "What the names of the columns of an embedding begin with; those are looked at on their own. Needs '--together'.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<ulong> _seed = SharedOptions.Seed();

    internal IReadOnlyList<Option> All => [_together, _embeddings, _seed];

    /// <summary>Tells whether columns are looked at together.</summary>
    internal bool IsOn(ParseResult parsed) => parsed.GetValue(_together);

    internal void Check(ParseResult parsed)
    {
        if (!IsOn(parsed) && SharedOptions.Names(parsed, _embeddings).Length > 0)
        {
            throw new UsageException("'--embedding' names columns to look at together, and needs '--together' too.");
        }
    }

    /// <summary>Refuses to look at columns together where there are only counts of each.</summary>
    internal void RequireRows(ParseResult parsed, string what)
    {
        if (IsOn(parsed))
        {
            throw new UsageException($"'--together' needs the rows of both, and {what} of each column alone. Compare two tables, as in 'modelyard drift train.csv today.csv --together'.");
        }
    }

    internal TogetherDrift? Compare(ParseResult parsed, Frame reference, Frame current, DriftOptions options) => !IsOn(parsed) ? null : TogetherDrift.Compare(
        reference,
        current,
        new TogetherOptions { Level = options.Level, LeastEffect = options.LeastEffect, Exclude = options.Exclude, Embeddings = SharedOptions.Names(parsed, _embeddings) },
        new FitContext { Seed = parsed.GetValue(_seed) });
}
