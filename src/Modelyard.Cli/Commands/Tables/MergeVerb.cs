using System.CommandLine;
using Modelyard.Frames;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Merges two tables.</summary>
internal static class MergeVerb
{
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
            Frame one = verb.Input.Read(parsed, first), other = verb.Input.Read(parsed, second);
            verb.Output.Write(parsed, Spoken(() => parsed.GetValue(asOf) is { } near
                ? one.MergeAsOf(other, near, nearest)
                : one.Merge(other, keys, parsed.GetValue(how), new MergeOptions
                {
                    Validate = parsed.GetValue(validate),
                    LeftSuffix = ends[0],
                    RightSuffix = ends[1],
                    Indicator = parsed.GetValue(indicator),
                    MatchMissing = parsed.GetValue(matchMissing),
                    MaxRows = parsed.GetValue(maxRows),
                })));
        });
    }

    /// <summary>Merges, and calls the limit of rows in an error as the command does.</summary>
    private static Frame Spoken(Func<Frame> merge)
    {
        try
        {
            return merge();
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
            _ when double.TryParse(tolerance, System.Globalization.CultureInfo.InvariantCulture, out double number) => options with { Tolerance = number },
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
