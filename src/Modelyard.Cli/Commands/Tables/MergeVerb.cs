using System.CommandLine;
using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Merges two tables.</summary>
internal static class MergeVerb
{
    // The keys of the right table are numbered anew beside each chunk of the left: of more rows than a chunk has, that would take the time of the merge itself.
    private const int MostRowsBesideChunks = 65_536;

    internal static Command Create(Terminal terminal)
    {
        Argument<string> left = TableInput.File("LEFT"), right = TableInput.File("RIGHT");
        var on = new Option<string[]>("--on") { Description = "The keys, by names that both tables have." };
        var leftOn = new Option<string[]>("--left-on") { Description = "The keys of the left table, where the names differ." };
        var rightOn = new Option<string[]>("--right-on") { Description = "The keys of the right table, as many." };
        Option<MergeHow> how = Choice.Of("--how", "Which rows are kept", MergeHow.Inner);
        Option<MergeValidation> validate = Choice.Of("--validate", "How often a key may occur left and right", MergeValidation.ManyToMany);
        var suffixes = new Option<string>("--suffixes") { Description = "What names that both tables have get, left and right.", DefaultValueFactory = _ => "_x,_y" };
        var indicator = new Option<string?>("--indicator") { Description = "A column that says which table a row comes from." };
        var matchMissing = new Option<bool>("--match-missing") { Description = "Let missing keys equal each other." };
        var maxRows = new Option<long>("--max-rows") { Description = "The greatest number of rows of the result; more are refused.", DefaultValueFactory = _ => new MergeOptions().MaxRows }.Plainly("a whole number, 1 or greater");
        var asOf = new Option<string?>("--as-of") { Description = "Merge by the nearest value of this column instead, of the rows whose keys are equal; both tables are sorted by it." };
        Option<AsOfDirection> direction = Choice.Of("--direction", "On which side the nearest value is looked for, with '--as-of'", AsOfDirection.Backward);
        var tolerance = new Option<string?>("--tolerance") { Description = "How far away it may be: a number, or a time such as 10min." };
        var verb = new TableVerb(terminal, "merge", "Merge two tables by keys.", "modelyard data merge orders.csv customers.csv --on customer --how left --validate many-to-one -o merged.csv");
        return verb.Run([left, right], [on, leftOn, rightOn, how, validate, suffixes, indicator, matchMissing, maxRows, asOf, direction, tolerance], parsed =>
        {
            MergeKey[] keys = Keys(SharedOptions.Names(parsed, on), SharedOptions.Names(parsed, leftOn), SharedOptions.Names(parsed, rightOn));
            string[] ends = parsed.GetRequiredValue(suffixes).Split(',');
            if (ends.Length != 2)
            {
                throw new UsageException($"'--suffixes' is '{parsed.GetValue(suffixes)}' and must be two texts with a comma between them.");
            }

            string first = parsed.GetRequiredValue(left), second = parsed.GetRequiredValue(right);
            if (first == "-" && second == "-")
            {
                throw new UsageException("Both tables are '-', and standard input holds one. Give a file for the other.");
            }

            if (keys.Length == 0 && parsed.GetValue(asOf) is null && parsed.GetValue(how) != MergeHow.Cross)
            {
                throw new UsageException("There is no key. Say '--on', or '--left-on' and '--right-on'.");
            }

            AsOfOptions nearest = Nearest(parsed.GetValue(direction), keys, parsed.GetValue(tolerance), ends);
            var options = new MergeOptions
            {
                Validate = parsed.GetValue(validate),
                LeftSuffix = ends[0],
                RightSuffix = ends[1],
                Indicator = parsed.GetValue(indicator),
                MatchMissing = parsed.GetValue(matchMissing),
                MaxRows = parsed.GetValue(maxRows),
            };
            MergeHow kept = parsed.GetValue(how);
            Frame other = verb.Input.Read(parsed, second);
            if (parsed.GetValue(asOf) is null && IsChunkByChunk(kept, options.Validate) && other.RowCount <= MostRowsBesideChunks)
            {
                using OpenTable table = verb.Input.Open(parsed, first);
                Spoken(() =>
                {
                    Frame told = new NoRows(table.Chunks.Kinds).ToFrame().WithLineage(table.Lineage).Merge(other, keys, kept, options);
                    verb.Output.Write(parsed, Limited(table.Chunks.Merge(other, keys, kept, options), options.MaxRows), rows => told.Lineage.WithRows(rows));
                });
                return;
            }

            Frame one = verb.Input.Read(parsed, first);
            Spoken(() => verb.Output.Write(parsed, parsed.GetValue(asOf) is { } near ? one.MergeAsOf(other, near, nearest) : one.Merge(other, keys, kept, options)));
        });
    }

    private static bool IsChunkByChunk(MergeHow how, MergeValidation validate) =>
        how is not (MergeHow.Right or MergeHow.Outer) && validate is not (MergeValidation.OneToOne or MergeValidation.OneToMany);

    /// <summary>Refuses more rows than a merged table may have: each chunk is counted by itself, and all of them here.</summary>
    private static IFrameChunks Limited(IFrameChunks merged, long most)
    {
        long rows = 0;
        return merged.Map(chunk => (rows += chunk.RowCount) <= most ? chunk : throw new ModelyardException(
            string.Create(CultureInfo.InvariantCulture, $"The merge gives more than the '{most:N0}' rows that are allowed; add a key, drop duplicates, or allow more by MaxRows.")));
    }

    /// <summary>Merges, and calls the limit of rows in an error as the command does.</summary>
    private static void Spoken(Action merge)
    {
        try
        {
            merge();
        }
        catch (ModelyardException fault) when (fault.Message.Contains(" by MaxRows", StringComparison.Ordinal))
        {
            throw new ModelyardException(fault.Message.Replace(" by MaxRows", " by '--max-rows'", StringComparison.Ordinal), fault);
        }
    }

    private static MergeKey[] Keys(string[] on, string[] left, string[] right) => left.Length != right.Length
        ? throw new UsageException($"'--left-on' names {left.Length} columns and '--right-on' {right.Length}, and must name as many.")
        : [.. on.Select(MergeKey.FromString), .. left.Zip(right, (one, other) => new MergeKey(one, other))];

    private static AsOfOptions Nearest(AsOfDirection direction, MergeKey[] by, string? tolerance, string[] suffixes)
    {
        var options = new AsOfOptions { Direction = direction, By = by, LeftSuffix = suffixes[0], RightSuffix = suffixes[1], Sort = true };
        return tolerance switch
        {
            null => options,
            _ when double.TryParse(tolerance, CultureInfo.InvariantCulture, out double number) => options with { Tolerance = number },
            _ when Length(tolerance) is { } time => options with { TimeTolerance = time },
            _ => throw new UsageException($"'--tolerance' is '{tolerance}' and must be a number, or a time of fixed length such as 10min."),
        };
    }

    private static TimeSpan? Length(string text)
    {
        try
        {
            return TimeRule.Parse(text).Length;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
