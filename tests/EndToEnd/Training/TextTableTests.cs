using System.Globalization;
using System.Text;
using System.Text.Json;
using EndToEnd.Running;

namespace EndToEnd.Training;

public sealed class TextTableTests : IDisposable
{
    private const int Limit = 120_000;
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact(Timeout = Limit)]
    public async Task A_text_is_trained_on_and_served_and_the_server_answers_as_predict_does()
    {
        CommandResult trained = (await _workplace.RunAsync(
            "train", Workplace.Example("mail-subjects.csv"), "--target", "label", "--trials", "0", "--name", "mails", "--candidates", "ComplementNaiveBayes,RandomForestClassifier")).Succeeded();
        Assert.Contains("text     subject: ", trained.Output, StringComparison.Ordinal);
        Assert.Contains("words are features", trained.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("left out", trained.Output, StringComparison.Ordinal);

        string[] subjects = ["FREE mortgage, click now!", "Re: [ILUG] \"quoted\", kernel", "", "\u0001\uFFFD ünknown wörds 😀"];
        _workplace.Write("new.csv", "subject,words,links\n" + string.Concat(subjects.Select(subject => $"\"{subject.Replace("\"", "\"\"", StringComparison.Ordinal)}\",50,1\n")));
        (await _workplace.RunAsync("predict", "mails", "new.csv", "-o", "scored.csv")).Succeeded();
        double[] spam = [.. _workplace.Read("scored.csv").Trim().Split('\n').Skip(1).Select(line => double.Parse(line.Split(',')[^1], CultureInfo.InvariantCulture))];
        Assert.True(spam[0] > 0.5 && spam[1] < 0.5, string.Join(' ', spam));

        (RunningCommand command, HttpClient client) = await _workplace.ServeAsync("mails");
        using (command)
        using (client)
        {
            string body = JsonSerializer.Serialize(new { dataframe_records = subjects.Select(subject => new { subject, words = 50, links = 1 }), @params = new { probabilities = true } });
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await client.PostAsync("/invocations", content);
            using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal(spam, document.RootElement.GetProperty("probabilities").EnumerateArray().Select(row => row[1].GetDouble()));
        }

        JsonElement model = await _workplace.JsonAsync("models", "show", "mails:1");
        Assert.Equal(["text", "numeric", "numeric"], model.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("kind").GetString()!));
        Assert.InRange(model.GetProperty("inputs")[0].GetProperty("terms").GetInt32(), 300, 700);
    }

    [Fact(Timeout = Limit)]
    public async Task Odd_texts_are_learned_from_in_bounded_time()
    {
        // Bytes of all kinds, a cell of ten megabytes, empty cells, and one word that tells.
        string noise = string.Concat(Enumerable.Range(1, 31).Where(one => one is not (10 or 13)).Select(one => (char)one));
        _workplace.WriteRows(
            "odd.csv",
            "body,y",
            row => $"{(row == 7 ? string.Concat(Enumerable.Repeat("again and again ", 700_000)) : row % 10 == 9 ? "" : $"{noise} id{row} of thing{row % 4} {(row % 2 == 0 ? "yes" : "no")} \uFFFD")},{(row % 2 == 0 ? "a" : "b")}",
            rows: 200);
        CommandResult result = (await _workplace.RunAsync("train", "odd.csv", "--target", "y", "--trials", "0", "--candidates", "MultinomialNaiveBayes,GradientBoostingClassifier")).Succeeded();
        Assert.Contains("words are features", result.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_text_of_which_nothing_comes_again_is_left_out_and_asked_for_it_is_refused()
    {
        _workplace.WriteRows("noise.csv", "body,x,y", row => $"a{row}b c{row}d e{row}f,{row % 7},{(row % 7 < 3 ? "a" : "b")}");
        CommandResult left = (await _workplace.RunAsync("train", "noise.csv", "--target", "y", "--trials", "0", "--candidates", "LogisticRegression")).Succeeded();
        Assert.Contains("left out body: free text", left.Output, StringComparison.Ordinal);
        CommandResult refused = await _workplace.RunAsync("train", "noise.csv", "--target", "y", "--text", "body");
        Assert.Equal(1, refused.Code);
        Assert.Contains("no word of it stands in two rows", refused.Error, StringComparison.Ordinal);
        CommandResult unknown = await _workplace.RunAsync("train", "noise.csv", "--target", "y", "--text", "bodi");
        Assert.Contains("The nearest is 'body'", unknown.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task One_learner_fits_texts_and_a_stream_says_that_it_does_not()
    {
        string table = Workplace.Example("mail-subjects.csv");
        JsonElement fit = await _workplace.JsonAsync("fit", "LinearSvc", table, "--target", "label", "--test", table);
        Assert.True(fit.GetProperty("test").GetProperty("accuracy").GetDouble() > 0.95);
        CommandResult stream = (await _workplace.RunAsync("fit", "SgdClassifier", table, "--target", "label", "--stream")).Succeeded();
        Assert.Contains("The column 'subject' is text, of which no words are read from a stream", stream.Error, StringComparison.Ordinal);
        CommandResult both = await _workplace.RunAsync("fit", "SgdClassifier", table, "--target", "label", "--stream", "--text", "subject");
        Assert.Equal(2, both.Code);
    }
}
