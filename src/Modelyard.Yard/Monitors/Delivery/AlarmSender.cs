using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mail;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Modelyard.Lifecycle.Secrets;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Sends one message by one channel, within a bounded time.</summary>
/// <remarks>
/// A webhook is signed: <c>X-Modelyard-Signature</c> is <c>sha256=</c> and the HMAC-SHA-256, in hexadecimal digits, of <c>X-Modelyard-Timestamp</c>, a point and the body, by the secret. A receiver refuses old timestamps and knows a message by
/// <c>X-Modelyard-Delivery</c>.
/// </remarks>
internal sealed class AlarmSender : IDisposable
{
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(10);

    // A redirection would take the message, and its signature, to where nobody has said that it should go.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = s_most };

    /// <summary>Sends a message.</summary>
    /// <exception cref="ModelyardException">It could not be sent.</exception>
    internal async Task SendAsync(AlarmChannel channel, IChannelMessage message, CancellationToken cancellation)
    {
        try
        {
            await (channel.Kind switch
            {
                ChannelKind.Webhook => PostAsync(channel, message, message.ToJson(), cancellation),
                ChannelKind.Slack => PostAsync(channel, message, Slack(message), cancellation),
                ChannelKind.Email => MailAsync(channel, message, cancellation),
                ChannelKind.Command => RunAsync(channel, message, cancellation),
                _ => LogAsync(channel, message, cancellation),
            }).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is HttpRequestException or SmtpException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new YardException($"The channel '{channel.Name}' could not be told: {(fault is OperationCanceledException ? $"there was no answer within {s_most.TotalSeconds} s." : fault.Message)}", fault);
        }
    }

    public void Dispose() => _http.Dispose();

    private static byte[] Slack(IChannelMessage message)
    {
        // Slack reads &, < and > as its own marks.
        string text = $"{message.Subject}\n{message.ToText()}".Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("text", text);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static string? Secret(AlarmChannel channel) => channel.SecretVariable is not { } place ? null
        : SecretText.Read($"The secret of the channel '{channel.Name}'", SecretText.IsReference(place) ? place : $"env:{place}");

    private async Task PostAsync(AlarmChannel channel, IChannelMessage message, byte[] body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, channel.WebAddress()) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Modelyard-Delivery", message.Id);
        if (Secret(channel) is { } secret)
        {
            string timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            byte[] signed = [.. Encoding.UTF8.GetBytes($"{timestamp}."), .. body];
            request.Headers.Add("X-Modelyard-Timestamp", timestamp);
            request.Headers.Add("X-Modelyard-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}");
        }

        using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            throw new YardException($"The channel '{channel.Name}' could not be told: it answered {(int)answer.StatusCode}.");
        }
    }

    private static async Task MailAsync(AlarmChannel channel, IChannelMessage message, CancellationToken cancellation)
    {
        string[] server = channel.MailServer!.Split(':');
        using var client = new SmtpClient(server[0], int.Parse(server[1], CultureInfo.InvariantCulture));
        if (Secret(channel) is { } password)
        {
            // A password never goes over an open line.
            client.EnableSsl = true;
            client.Credentials = new NetworkCredential(channel.Sender, password);
        }

        // Text ends its lines with both signs (RFC 2046, 4.1.1), which quoted-printable would turn into '=0D=0A' in one endless line.
        using var mail = new MailMessage(channel.Sender!, channel.Target, message.Subject, message.ToText().ReplaceLineEndings("\r\n")) { BodyEncoding = Encoding.UTF8, BodyTransferEncoding = TransferEncoding.Base64 };
        mail.Headers.Add("Message-ID", $"<{message.Id}-{message.Attempt}@modelyard>");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(s_most);
        await client.SendMailAsync(mail, limit.Token).ConfigureAwait(false);
    }

    private static async Task RunAsync(AlarmChannel channel, IChannelMessage message, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(channel.Target) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new YardException($"The channel '{channel.Name}' could not be told: '{channel.Target}' did not start.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(s_most);
        try
        {
            // What it says is read, so that it does not wait for a reader, and passed over.
            Task read = Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, limit.Token), process.StandardError.BaseStream.CopyToAsync(Stream.Null, limit.Token));
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(message.ToJson(), limit.Token).ConfigureAwait(false);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // A program need not read what it is given.
            }

            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await read.ConfigureAwait(false);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        if (process.ExitCode != 0)
        {
            throw new YardException($"The channel '{channel.Name}' could not be told: '{channel.Target}' ended with the exit code {process.ExitCode}.");
        }
    }

    private static async Task LogAsync(AlarmChannel channel, IChannelMessage message, CancellationToken cancellation)
    {
        using var file = new FileStream(channel.Target, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await file.WriteAsync(new byte[][] { message.ToJson(), "\n"u8.ToArray() }.SelectMany(part => part).ToArray(), cancellation).ConfigureAwait(false);
        file.Flush(flushToDisk: true);
    }
}
