using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EndToEnd.Running;

namespace EndToEnd.Faults;

public sealed class BadModelTests(TrainedPenguins penguins) : IClassFixture<TrainedPenguins>
{
    private const int Limit = 60_000;

    private Workplace Workplace => penguins.Workplace;

    [Theory(Timeout = Limit)]
    [InlineData("specie", "no model 'specie'", "nearest is 'species'")]
    [InlineData("species:9", "no version '9'", "newest is '1'")]
    [InlineData("species@champ", "no alias 'champ'")]
    [InlineData("none.modelyard", "no model file 'none.modelyard'")]
    public async Task A_model_that_is_not_there_is_told_by_predict_and_serve(string reference, params string[] words)
    {
        (await Workplace.RunAsync("predict", reference, Workplace.Example("penguins.csv"))).Refused(1, words);
        (await Workplace.RunAsync("serve", reference, "--port", "0")).Refused(1, words);
    }

    [Theory(Timeout = Limit)]
    [InlineData("short", "cut short")]
    [InlineData("text", "not a model file")]
    [InlineData("flipped", "damaged")]
    public async Task A_damaged_model_file_is_told_by_predict_serve_and_import(string kind, string word)
    {
        string file = $"{kind}.modelyard";
        (await Workplace.RunAsync("models", "export", "species:1", "-o", file)).Succeeded();
        byte[] bytes = await File.ReadAllBytesAsync(Path.Combine(Workplace.Folder, file));
        bytes[bytes.Length / 2] ^= 0x55;
        await File.WriteAllBytesAsync(Path.Combine(Workplace.Folder, file), kind switch
        {
            "short" => bytes[..(bytes.Length / 3)],
            "text" => "hello"u8.ToArray(),
            _ => bytes,
        });
        (await Workplace.RunAsync("predict", file, Workplace.Example("penguins.csv"))).Refused(1, file, word);
        (await Workplace.RunAsync("serve", file, "--port", "0")).Refused(1, file, word);
        (await Workplace.RunAsync("models", "import", file)).Refused(1, file, word);
    }

    [Fact(Timeout = Limit)]
    public async Task A_folder_is_not_a_model_file()
    {
        Directory.CreateDirectory(Path.Combine(Workplace.Folder, "folder.modelyard"));
        (await Workplace.RunAsync("predict", "folder.modelyard", Workplace.Example("penguins.csv"))).Refused(1, "'folder.modelyard' is a folder");
    }

    [Fact(Timeout = Limit)]
    public async Task Predict_names_every_column_that_is_missing()
    {
        Workplace.Write("cut.csv", "island,bill_length_mm\nDream,40\n");
        (await Workplace.RunAsync("predict", "species", "cut.csv")).Refused(1, "'bill_depth_mm'", "'flipper_length_mm'", "'body_mass_g'", "'sex'", "Add what is missing");
    }

    [Fact(Timeout = Limit)]
    public async Task Predict_names_the_folder_that_it_cannot_write_to() =>
        (await Workplace.RunAsync("predict", "species", Workplace.Example("penguins.csv"), "-o", "no/such/scored.csv")).Refused(1, "no/such/scored.csv", "no such folder");

    [Fact(Timeout = Limit)]
    public async Task A_port_in_use_is_told_in_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString();
        (await Workplace.RunAsync("serve", "species", "--port", port)).Refused(1, port, "another program uses it", "another port");
    }

    [Fact(Timeout = Limit)]
    public async Task An_address_of_another_machine_is_told_in_one_line() =>
        (await Workplace.RunAsync("serve", "species", "--port", "0", "--host", "192.0.2.1", "--token", "a-token-of-some-length")).Refused(1, "192.0.2.1", "no such address", "'--host'");

    [Fact(Timeout = Limit)]
    public async Task A_full_disk_is_told_with_the_file()
    {
        (await Workplace.RunAsync("predict", "species", Workplace.Example("penguins.csv"), "-o", "/dev/full")).Refused(1, "/dev/full: The file cannot be written", "No space left");
        foreach (string line in (string[])["--help", "predict species TABLE", "models list"])
        {
            using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec dotnet {Path.Combine(AppContext.BaseDirectory, "modelyard-cli.dll")} {line.Replace("TABLE", Workplace.Example("penguins.csv"), StringComparison.Ordinal)} > /dev/full"])
            {
                WorkingDirectory = Workplace.Folder,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            string error = await shell.StandardError.ReadToEndAsync();
            await shell.WaitForExitAsync();
            Assert.Equal((1, "modelyard: Standard output cannot be written to: No space left on device\n"), (shell.ExitCode, error));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task An_address_that_others_reach_asks_for_a_token() =>
        (await Workplace.RunAsync("serve", "species", "--port", "0", "--host", "0.0.0.0")).Refused(1, "0.0.0.0", "token");
}
