using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Modelyard.Server.Studio.Pages.Monitors.Rules;

/// <summary>Finds the comments of a text of YAML, which a form that is made of its values drops.</summary>
internal static class YamlComments
{
    private const int Most = 20;

    /// <summary>Lists comments, each with its line.</summary>
    /// <param name="yaml">The text; where it is no YAML, what comes before that is read.</param>
    public static IReadOnlyList<string> Of(string yaml)
    {
        var found = new List<string>();
        try
        {
            var scanner = new Scanner(new StringReader(yaml), skipComments: false);
            while (found.Count < Most && scanner.MoveNext())
            {
                if (scanner.Current is Comment comment)
                {
                    found.Add($"line {comment.Start.Line}: # {comment.Value}");
                }
            }
        }
        catch (YamlException)
        {
            return found;
        }

        return found;
    }
}
