namespace Modelyard.Selection.Search;

/// <summary>Compares the search that a journal was begun for with the one that opens it.</summary>
internal static class StudyIdentity
{
    /// <summary>Refuses a journal of another search.</summary>
    /// <param name="journal">The journal, as the beginning of a sentence.</param>
    /// <param name="begun">What the journal was begun for.</param>
    /// <param name="asked">What is asked for now.</param>
    /// <exception cref="ModelyardException">They differ; the message says in what.</exception>
    internal static void Check(string journal, string begun, string asked)
    {
        string[] before = begun.Split('\n'), now = asked.Split('\n');
        int place = Enumerable.Range(0, Math.Max(before.Length, now.Length)).FirstOrDefault(i => i >= before.Length || i >= now.Length || before[i] != now[i], -1);
        if (place >= 0)
        {
            throw new ModelyardException(
                $"{journal} was begun for another search: '{(place < before.Length ? before[place] : "")}' then, '{(place < now.Length ? now[place] : "")}' now. Say the same as then to go on with it, or name another to begin anew.");
        }
    }
}
