<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP">
<context>
    <name>Actions</name>
    <message>
        <source>Open…</source>
        <translation>開く…</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>画像を貼り付け</translation>
    </message>
    <message>
        <source>Save your work…</source>
        <translation>作業を保存…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>キーボードショートカット</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Photos and saved work ({patterns})</source>
        <translation>写真と保存した作業 ({patterns})</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>写真を開く</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>貼り付けた画像</translation>
    </message>
    <message>
        <source>Saved work ({pattern})</source>
        <translation>保存した作業 ({pattern})</translation>
    </message>
    <message>
        <source>Save your work</source>
        <translation>作業を保存</translation>
    </message>
</context>
<context>
    <name>AvatarsPage</name>
    <message>
        <source>Avatars</source>
        <translation>アバター</translation>
    </message>
    <message>
        <source>First let the program find you in a photo.</source>
        <translation>まず写真の中からあなたを見つけさせてください。</translation>
    </message>
    <message>
        <source>Throw the dice</source>
        <translation>サイコロを振る</translation>
    </message>
    <message>
        <source>Another dozen (R)</source>
        <translation>もう12枚 (R)</translation>
    </message>
    <message>
        <source>Star: keep in mind (S)</source>
        <translation>スター: 覚えておく (S)</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>似たものをもっと</translation>
    </message>
    <message>
        <source>Another dozen (M)</source>
        <translation>もう12枚 (M)</translation>
    </message>
    <message>
        <source>Add to wall</source>
        <translation>ウォールに追加</translation>
    </message>
    <message>
        <source>Hang the mix as it is now on the wall</source>
        <translation>今のミックスをそのままウォールに飾ります</translation>
    </message>
    <message>
        <source>Your portrait and the avatar side by side (T)</source>
        <translation>ポートレートとアバターを並べる (T)</translation>
    </message>
    <message>
        <source>Finish this one</source>
        <translation>これで仕上げる</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>顔立ち</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>色</translation>
    </message>
    <message>
        <source>Dice leave this alone ({number})</source>
        <translation>サイコロはこれを変えません ({number})</translation>
    </message>
    <message>
        <source>Lock {name}</source>
        <translation>{name}をロック</translation>
    </message>
    <message>
        <source>The dice keep</source>
        <translation>サイコロで変えないもの</translation>
    </message>
    <message>
        <source>Your mix</source>
        <translation>あなたのミックス</translation>
    </message>
    <message>
        <source>Avatar {number}</source>
        <translation>アバター {number}</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>変更あり</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>シード {seed}</translation>
    </message>
</context>
<context>
    <name>BurstView</name>
    <message>
        <source>Picture {number}</source>
        <translation>画像 {number}</translation>
    </message>
    <message>
        <source>Use this one ({number})</source>
        <translation>これを使う ({number})</translation>
    </message>
</context>
<context>
    <name>CameraPanel</name>
    <message>
        <source>Live avatar</source>
        <translation>ライブアバター</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>カメラ</translation>
    </message>
    <message>
        <source>Countdown</source>
        <translation>カウントダウン</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>すぐに</translation>
    </message>
    <message>
        <source>Draws you as anime while you look into the camera</source>
        <translation>カメラを見ている間、あなたをアニメに描きます</translation>
    </message>
    <message>
        <source>Take again</source>
        <translation>撮り直す</translation>
    </message>
    <message>
        <source>Close camera</source>
        <translation>カメラを閉じる</translation>
    </message>
    <message>
        <source>Which one? Click it or press its number.</source>
        <translation>どれにしますか？クリックするか番号を押してください。</translation>
    </message>
    <message>
        <source>Open a photo…</source>
        <translation>写真を開く…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>続ける</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>もう一度</translation>
    </message>
    <message>
        <source>Good. Take the picture.</source>
        <translation>いいですね。撮影してください。</translation>
    </message>
    <message>
        <source>Look into the camera, your face in the oval.</source>
        <translation>顔を楕円に合わせて、カメラを見てください。</translation>
    </message>
    <message>
        <source>Come a little closer.</source>
        <translation>もう少し近づいてください。</translation>
    </message>
    <message>
        <source>Move back a little.</source>
        <translation>少し下がってください。</translation>
    </message>
    <message>
        <source>It is dark. Turn to a lamp or a window.</source>
        <translation>暗いようです。明かりか窓の方を向いてください。</translation>
    </message>
    <message>
        <source>It is very bright. Turn away from the light.</source>
        <translation>明るすぎます。光と反対の方を向いてください。</translation>
    </message>
    <message>
        <source>Turn your face to the camera.</source>
        <translation>顔をカメラに向けてください。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>止める</translation>
    </message>
    <message>
        <source>Take picture</source>
        <translation>撮影</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>スペースキー</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>The chosen avatar</source>
        <translation>選んだアバター</translation>
    </message>
    <message>
        <source>The arrow keys draw your portrait over it, for comparison.</source>
        <translation>矢印キーでポートレートを重ねて比べられます。</translation>
    </message>
</context>
<context>
    <name>DropZone</name>
    <message>
        <source>Drop a photo of a face here</source>
        <translation>顔写真をここにドロップ</translation>
    </message>
    <message>
        <source>It stays on this computer. A bright picture, looking at the camera, is best.</source>
        <translation>写真はこのパソコンの外に出ません。明るく、カメラを見ている写真が最適です。</translation>
    </message>
</context>
<context>
    <name>ErrorBanner</name>
    <message>
        <source>Close this message</source>
        <translation>このメッセージを閉じる</translation>
    </message>
</context>
<context>
    <name>FinishPage</name>
    <message>
        <source>See it in a chat</source>
        <translation>チャットで見る</translation>
    </message>
    <message>
        <source>Show the round cut</source>
        <translation>丸い切り抜きを表示</translation>
    </message>
    <message>
        <source>What places with round pictures leave of it</source>
        <translation>丸い画像を使う場所で残る部分</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>仕上げ</translation>
    </message>
    <message>
        <source>First choose an avatar.</source>
        <translation>まずアバターを選んでください。</translation>
    </message>
    <message>
        <source>Copied. Paste it where you like.</source>
        <translation>コピーしました。好きな所に貼り付けてください。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>書き出す…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Sticker sheet…</source>
        <translation>スタンプシート…</translation>
    </message>
    <message>
        <source>Picture ({pattern})</source>
        <translation>画像 ({pattern})</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>書き出し</translation>
    </message>
    <message>
        <source>Sharpening the picture…</source>
        <translation>画像を鮮明にしています…</translation>
    </message>
    <message>
        <source>You can drag the picture out.</source>
        <translation>画像は外へドラッグできます。</translation>
    </message>
    <message>
        <source>All avatars with a star on one sheet</source>
        <translation>スター付きのアバターをすべて1枚に</translation>
    </message>
    <message>
        <source>Give at least two avatars a star first</source>
        <translation>まず2枚以上のアバターにスターを付けてください</translation>
    </message>
</context>
<context>
    <name>FinishPanel</name>
    <message>
        <source>Remember how it was made</source>
        <translation>作り方を記録する</translation>
    </message>
    <message>
        <source>For</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>{size} px</source>
        <translation>{size} px</translation>
    </message>
    <message>
        <source>{words}, under {limit} KB</source>
        <translation>{words}、{limit} KB 未満</translation>
    </message>
    <message>
        <source>As drawn</source>
        <translation>描かれたまま</translation>
    </message>
    <message>
        <source>None (transparent)</source>
        <translation>なし（透明）</translation>
    </message>
    <message>
        <source>One colour</source>
        <translation>1色</translation>
    </message>
    <message>
        <source>Two colours</source>
        <translation>2色</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>色</translation>
    </message>
    <message>
        <source>Lower colour</source>
        <translation>下の色</translation>
    </message>
    <message>
        <source>&amp;Background</source>
        <translation>背景(&amp;B)</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>四角</translation>
    </message>
    <message>
        <source>Rounded</source>
        <translation>角丸</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>丸</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value} %</translation>
    </message>
    <message>
        <source>C&amp;loser</source>
        <translation>拡大(&amp;L)</translation>
    </message>
    <message>
        <source>B&amp;rightness</source>
        <translation>明るさ(&amp;R)</translation>
    </message>
    <message>
        <source>C&amp;ontrast</source>
        <translation>コントラスト(&amp;O)</translation>
    </message>
    <message>
        <source>S&amp;aturation</source>
        <translation>彩度(&amp;A)</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>サイズ(&amp;Z)</translation>
    </message>
    <message>
        <source>For&amp;mat</source>
        <translation>形式(&amp;M)</translation>
    </message>
    <message>
        <source>Puts your portrait, what was found about your face and the recipe into the file, so that it opens here again. Leave it off for pictures that you hand on.</source>
        <translation>あなたのポートレート、顔について分かったこと、レシピをファイルに入れ、ここでまた開けるようにします。人に渡す画像ではオフにしてください。</translation>
    </message>
    <message>
        <source>A file this small has no room for how it was made.</source>
        <translation>このように小さいファイルには、作り方を入れる余裕がありません。</translation>
    </message>
    <message>
        <source>{place} does not take this format.</source>
        <translation>{place}ではこの形式は使えません。</translation>
    </message>
    <message>
        <source>JPEG knows no transparency: what is clear becomes white.</source>
        <translation>JPEGは透明にできません。透明な部分は白になります。</translation>
    </message>
    <message>
        <source>JPEG has no room for how it was made.</source>
        <translation>JPEGには作り方を記録できません。</translation>
    </message>
</context>
<context>
    <name>FinishView</name>
    <message>
        <source>How the avatar will look</source>
        <translation>アバターの仕上がり</translation>
    </message>
    <message>
        <source>Drag the picture into another program</source>
        <translation>画像を別のアプリへドラッグしてください</translation>
    </message>
    <message>
        <source>You</source>
        <translation>あなた</translation>
    </message>
    <message>
        <source>New picture. What do you think?</source>
        <translation>新しいアイコン、どうかな？</translation>
    </message>
    <message>
        <source>A friend</source>
        <translation>友だち</translation>
    </message>
    <message>
        <source>That is so you!</source>
        <translation>そっくりだね！</translation>
    </message>
    <message>
        <source>It even has my hair.</source>
        <translation>髪まで同じでしょ。</translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>Avatar {number} of {count}</source>
        <translation>アバター {number} / {count}</translation>
    </message>
    <message>
        <source>{name}, seed {seed}</source>
        <translation>{name}、シード {seed}</translation>
    </message>
    <message>
        <source>{name}, starred</source>
        <translation>{name}、スター付き</translation>
    </message>
</context>
<context>
    <name>LeftOverCard</name>
    <message>
        <source>Avatar Studio ended unexpectedly. Your work was kept.</source>
        <translation>Avatar Studio が予期せず終了しました。作業は残っています。</translation>
    </message>
    <message>
        <source>Your last work is still here.</source>
        <translation>前回の作業が残っています。</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>続きから始める</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>今はしない</translation>
    </message>
</context>
<context>
    <name>LiveAvatarView</name>
    <message>
        <source>Your live avatar, mirrored</source>
        <translation>ライブアバター（左右反転）</translation>
    </message>
    <message>
        <source>No face in sight</source>
        <translation>顔が見えません</translation>
    </message>
    <message>
        <source>Slow on this computer: one picture in {seconds} s</source>
        <translation>このパソコンでは遅めです: {seconds} 秒に1枚</translation>
    </message>
    <message>
        <source>Live avatar</source>
        <translation>ライブアバター</translation>
    </message>
    <message>
        <source>Your avatar appears here.</source>
        <translation>ここにアバターが現れます。</translation>
    </message>
</context>
<context>
    <name>LossCurve</name>
    <message>
        <source>Distance to your picture: {first:.3f} at first, {last:.3f} now</source>
        <translation>写真との差: 最初 {first:.3f}、今 {last:.3f}</translation>
    </message>
    <message>
        <source>Distance to your picture</source>
        <translation>写真との差</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>似顔</translation>
    </message>
    <message>
        <source>Anime</source>
        <translation>アニメ</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>More</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>Dropped picture</source>
        <translation>ドロップした画像</translation>
    </message>
</context>
<context>
    <name>MixPanel</name>
    <message>
        <source>St&amp;yle</source>
        <translation>スタイル(&amp;Y)</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>スタイル</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>リセット</translation>
    </message>
    <message>
        <source>Hair &amp;tone from the photo</source>
        <translation>写真の髪の明るさ(&amp;T)</translation>
    </message>
    <message>
        <source>How far dark hair stays dark; at 0 it may be as pale as the style likes it</source>
        <translation>暗い髪をどこまで暗いままにするか。0 ではスタイル任せの明るい髪になることがあります</translation>
    </message>
    <message>
        <source>How short the hair is cut; it begins as yours is in the photo</source>
        <translation>髪をどれだけ短く切るか。はじめは写真のあなたと同じです</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value} %</translation>
    </message>
    <message>
        <source>A&amp;nime strength</source>
        <translation>アニメの強さ(&amp;N)</translation>
    </message>
    <message>
        <source>How far the drawing goes: more like the photo to the left, more like anime to the right (interpolation of the style&apos;s blocks)</source>
        <translation>どこまで絵にするか: 左ほど写真らしく、右ほどアニメらしくなります（スタイルのブロックの補間）</translation>
    </message>
    <message>
        <source>Anime &amp;depth</source>
        <translation>アニメの深さ(&amp;D)</translation>
    </message>
    <message>
        <source>How deep the drawing reaches: only lines and colours, or features too (use_j: the last blocks taken from the style)</source>
        <translation>絵がどこまで及ぶか: 線と色だけか、顔立ちまでか（use_j: スタイルから取る最後のブロック）</translation>
    </message>
    <message>
        <source>&amp;Shape from the photo</source>
        <translation>写真の形(&amp;S)</translation>
    </message>
    <message>
        <source>How much of outline and features comes straight from your portrait (the first blocks that take z1)</source>
        <translation>輪郭と顔立ちをどれだけポートレートから取るか（z1 を使う最初のブロック）</translation>
    </message>
    <message>
        <source>&amp;Colours from the photo</source>
        <translation>写真の色(&amp;C)</translation>
    </message>
    <message>
        <source>How far hair, clothes and background keep the photo&apos;s colours</source>
        <translation>髪・服・背景が写真の色をどれだけ保つか</translation>
    </message>
    <message>
        <source>S&amp;kin from the photo</source>
        <translation>写真の肌(&amp;K)</translation>
    </message>
    <message>
        <source>How far the skin has the photo&apos;s tone, as a drawing would show it</source>
        <translation>肌が写真の色合いをどれだけ持つか（絵で描かれる肌として）</translation>
    </message>
    <message>
        <source>&amp;Outline from the photo</source>
        <translation>写真の輪郭(&amp;O)</translation>
    </message>
    <message>
        <source>How closely hair keeps to yours; at 0 it and the background are as drawn</source>
        <translation>髪が写真の輪郭にどれだけ沿うか。0 では髪も背景も描かれたままです</translation>
    </message>
    <message>
        <source>Lighter &amp;background</source>
        <translation>背景を明るく(&amp;B)</translation>
    </message>
    <message>
        <source>How much lighter than in the photo the calm background is, as drawings like it</source>
        <translation>無地の背景を写真よりどれだけ明るくするか。絵の背景は明るめです</translation>
    </message>
    <message>
        <source>Short &amp;hair</source>
        <translation>短い髪(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Without hair</source>
        <translation>スキンヘッド(&amp;W)</translation>
    </message>
    <message>
        <source>How bare the head is</source>
        <translation>どれだけ髪をなくすか</translation>
    </message>
    <message>
        <source>Be&amp;ard</source>
        <translation>ひげ(&amp;A)</translation>
    </message>
    <message>
        <source>How full a beard is drawn in the hair&apos;s colour; it begins as yours in the photo</source>
        <translation>髪の色でひげをどれだけ濃く描くか。はじめは写真のあなたと同じです</translation>
    </message>
    <message>
        <source>Smal&amp;ler eyes</source>
        <translation>小さな目(&amp;L)</translation>
    </message>
    <message>
        <source>How much smaller eyes are than the style draws them, as men have them</source>
        <translation>スタイルが描くよりも目をどれだけ小さくするか。男性らしい目になります</translation>
    </message>
    <message>
        <source>Stronger &amp;jaw</source>
        <translation>力強いあご(&amp;J)</translation>
    </message>
    <message>
        <source>How much wider jaw and chin are than the style draws them, as men have them</source>
        <translation>スタイルが描くよりもあごをどれだけ広くするか。男性らしい輪郭になります</translation>
    </message>
    <message>
        <source>&amp;Redraw</source>
        <translation>描き直し(&amp;R)</translation>
    </message>
    <message>
        <source>How freely lines and shades are drawn anew by a network that knows drawings; at 0 they, and eyes that do not match, are the style&apos;s own</source>
        <translation>絵を知っているネットワークが線と塗りをどれだけ自由に描き直すか。0 では、ふぞろいな目も含めてスタイルのままです</translation>
    </message>
    <message>
        <source>&amp;Pen and ink</source>
        <translation>ペン入れ(&amp;P)</translation>
    </message>
    <message>
        <source>How dark and crisp lines are; at 0 they are as soft as they were drawn</source>
        <translation>線の濃さとくっきり具合。0 では描かれたままの柔らかさです</translation>
    </message>
    <message>
        <source>Darker sk&amp;in</source>
        <translation>肌の濃さ(&amp;I)</translation>
    </message>
    <message>
        <source>How much darker the skin is than the light of the photo says; to the left it is lighter</source>
        <translation>写真の光から見えるよりも肌をどれだけ濃くするか。左に動かすと明るくなります</translation>
    </message>
    <message>
        <source>No. {value}</source>
        <translation>{value} 番</translation>
    </message>
    <message>
        <source>Strok&amp;es</source>
        <translation>筆づかい(&amp;E)</translation>
    </message>
    <message>
        <source>Which of many drawings that redrawing comes to: other strokes, other eyes</source>
        <translation>描き直しでできる多くの絵のうちどれにするか。線や目が変わります</translation>
    </message>
    <message>
        <source>Di&amp;versity</source>
        <translation>多様さ(&amp;V)</translation>
    </message>
    <message>
        <source>How much of a random face is mixed in; the dice choose which</source>
        <translation>ランダムな顔をどれだけ混ぜるか。どの顔かはサイコロが決めます</translation>
    </message>
    <message>
        <source>&amp;Glasses</source>
        <translation>メガネ(&amp;G)</translation>
    </message>
    <message>
        <source>Which glasses the avatar wears; it begins with those of the photo</source>
        <translation>アバターがかけるメガネ。最初は写真のものです</translation>
    </message>
    <message>
        <source>&amp;Mouth</source>
        <translation>口(&amp;M)</translation>
    </message>
    <message>
        <source>What the mouth does; it begins with what yours does in the photo. The style&apos;s own is small, and may slant</source>
        <translation>口の表情。最初は写真の口に合わせます。スタイル本来の口は小さく、傾くことがあります</translation>
    </message>
    <message>
        <source>Mix</source>
        <translation>ミックス</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>Fine changes</source>
        <translation>細かい調整</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>すべてリセット</translation>
    </message>
    <message>
        <source>{value} of {count}</source>
        <translation>{value} / {count}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>round</source>
        <translation>丸形</translation>
    </message>
    <message>
        <source>square</source>
        <translation>角形</translation>
    </message>
    <message>
        <source>half-rimmed</source>
        <translation>ハーフリム</translation>
    </message>
    <message>
        <source>the style&apos;s</source>
        <translation>スタイルのまま</translation>
    </message>
    <message>
        <source>at rest</source>
        <translation>閉じ</translation>
    </message>
    <message>
        <source>smiles</source>
        <translation>ほほえみ</translation>
    </message>
    <message>
        <source>laughs</source>
        <translation>笑い</translation>
    </message>
    <message>
        <source>open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Looking for what this style can change…</source>
        <translation>このスタイルで変えられるものを探しています…</translation>
    </message>
    <message>
        <source>Nothing was found that this style changes by itself.</source>
        <translation>このスタイルが単独で変えられるものは見つかりませんでした。</translation>
    </message>
</context>
<context>
    <name>PhotoPage</name>
    <message>
        <source>The photo</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>Try a sample</source>
        <translation>サンプルを試す</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Sample face {number}</source>
        <translation>サンプルの顔 {number}</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>Another photo</source>
        <translation>別の写真</translation>
    </message>
    <message>
        <source>Place the frame by hand</source>
        <translation>枠を手で置く</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Use this frame</source>
        <translation>この枠を使う</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>次へ</translation>
    </message>
    <message>
        <source>Open photo…</source>
        <translation>写真を開く…</translation>
    </message>
    <message>
        <source>Use camera</source>
        <translation>カメラを使う</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>貼り付け</translation>
    </message>
    <message>
        <source>Camera picture</source>
        <translation>カメラの画像</translation>
    </message>
    <message>
        <source>No face was found. </source>
        <translation>顔が見つかりませんでした。</translation>
    </message>
    <message>
        <source>Put the frame around the face: drag it, its corners and the handle above, or use the arrow keys, + − and [ ].</source>
        <translation>枠を顔に合わせてください。枠、角、上のハンドルをドラッグするか、矢印キー、+ −、[ ] を使います。</translation>
    </message>
    <message>
        <source>Looking for faces…</source>
        <translation>顔を探しています…</translation>
    </message>
    <message numerus="yes">
        <source>%n faces: click one or press its number.</source>
        <translation>
            <numerusform>顔が%n個あります。クリックするか番号を押してください。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Progress</source>
        <translation>進み具合</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Stop; what is there stays (Esc)</source>
        <translation>止める。できた分は残ります (Esc)</translation>
    </message>
    <message>
        <source>Opening the photo</source>
        <translation>写真を開いています</translation>
    </message>
    <message>
        <source>Looking for faces</source>
        <translation>顔を探しています</translation>
    </message>
    <message>
        <source>Cutting out the portrait</source>
        <translation>ポートレートを切り出しています</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>準備しています</translation>
    </message>
    <message>
        <source>Drawing your avatars</source>
        <translation>アバターを描いています</translation>
    </message>
    <message>
        <source>Loading the models</source>
        <translation>モデルを読み込んでいます</translation>
    </message>
    <message>
        <source>Finding your likeness</source>
        <translation>似顔を探しています</translation>
    </message>
    <message>
        <source>Turning it into anime</source>
        <translation>アニメにしています</translation>
    </message>
    <message>
        <source>, step {step} of {steps}</source>
        <translation>（{step} / {steps} ステップ）</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>残り約 {seconds} 秒</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>残り約 {minutes} 分</translation>
    </message>
    <message>
        <source>Loading the models…</source>
        <translation>モデルを読み込んでいます…</translation>
    </message>
    <message>
        <source>Preview models: expect rough, small pictures</source>
        <translation>プレビュー版モデル: 粗く小さな画像になります</translation>
    </message>
</context>
<context>
    <name>QualityPanel</name>
    <message>
        <source>St&amp;yle</source>
        <translation>スタイル(&amp;Y)</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>品質</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>装置(&amp;D)</translation>
    </message>
    <message>
        <source>Instant</source>
        <translation>瞬時</translation>
    </message>
    <message>
        <source>The encoder and three corrections</source>
        <translation>エンコーダーと 3 回の補正</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>高速</translation>
    </message>
    <message>
        <source>The encoder and a short search in W</source>
        <translation>エンコーダーと W での短い探索</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>じっくり</translation>
    </message>
    <message>
        <source>1000 steps of Adam from a random latent, as in the thesis</source>
        <translation>論文どおり、ランダムな潜在変数から Adam で1000ステップ</translation>
    </message>
    <message>
        <source>Most alike</source>
        <translation>いちばん似る</translation>
    </message>
    <message>
        <source>A search in W+: closer to the photo, a little less anime</source>
        <translation>W+ での探索: 写真により近く、アニメらしさは少し減ります</translation>
    </message>
    <message>
        <source>Time not measured yet</source>
        <translation>時間は未計測</translation>
    </message>
    <message>
        <source>Less than a second here</source>
        <translation>ここでは1秒未満</translation>
    </message>
    <message>
        <source>About {seconds} s here</source>
        <translation>ここでは約 {seconds} 秒</translation>
    </message>
    <message>
        <source>About {minutes} min here</source>
        <translation>ここでは約 {minutes} 分</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自動</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>プロセッサー</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>グラフィックカード (CUDA)</translation>
    </message>
    <message>
        <source>Graphics of the Mac</source>
        <translation>Mac のグラフィック</translation>
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>Progress</source>
        <translation>進み具合</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>フォルダーに表示</translation>
    </message>
    <message>
        <source>Export another</source>
        <translation>別のものを書き出す</translation>
    </message>
    <message>
        <source>Making the file…</source>
        <translation>ファイルを作っています…</translation>
    </message>
    <message>
        <source>Saved as {name} in {folder} ({width} × {height}, {size} KB)</source>
        <translation>{folder} に {name} として保存しました ({width} × {height}、{size} KB)</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>The window speaks it when you start it again.</source>
        <translation>次に起動したときから使われます。</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>ログを表示</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>配色(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>言語(&amp;L)</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>キーボードショートカット</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>どこでも</translation>
    </message>
    <message>
        <source>Go to Photo, You, Avatars, Finish</source>
        <translation>写真、あなた、アバター、仕上げへ移動</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Cancel what is being done</source>
        <translation>作業中の処理をキャンセル</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>Choose a face</source>
        <translation>顔を選ぶ</translation>
    </message>
    <message>
        <source>Arrows, + −, [ ]</source>
        <translation>矢印、+ −、[ ]</translation>
    </message>
    <message>
        <source>Move, size and turn the frame</source>
        <translation>枠を移動・拡大縮小・回転</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Use the frame</source>
        <translation>枠を使う</translation>
    </message>
    <message>
        <source>Avatars</source>
        <translation>アバター</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>スター</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>似たものをもっと</translation>
    </message>
    <message>
        <source>Throw the dice</source>
        <translation>サイコロを振る</translation>
    </message>
    <message>
        <source>Lock shape, features, colours</source>
        <translation>形・顔立ち・色をロック</translation>
    </message>
    <message>
        <source>Portrait and avatar side by side</source>
        <translation>ポートレートとアバターを並べる</translation>
    </message>
    <message>
        <source>C or Space</source>
        <translation>C またはスペースキー</translation>
    </message>
    <message>
        <source>Hold to compare with the photo</source>
        <translation>押している間、写真と比べる</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>仕上げ</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>書き出し</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
</context>
<context>
    <name>SliderRow</name>
    <message>
        <source>Reset {name}</source>
        <translation>{name}をリセット</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>リセット</translation>
    </message>
</context>
<context>
    <name>VideoView</name>
    <message>
        <source>The camera&apos;s picture, mirrored</source>
        <translation>カメラの画像（左右反転）</translation>
    </message>
</context>
<context>
    <name>Wall</name>
    <message>
        <source>remove star</source>
        <translation>スターを外す</translation>
    </message>
    <message>
        <source>star</source>
        <translation>スター</translation>
    </message>
</context>
<context>
    <name>WallView</name>
    <message>
        <source>No stars yet. Press S on an avatar that you like.</source>
        <translation>スターはまだありません。気に入ったアバターで S を押してください。</translation>
    </message>
    <message>
        <source>Show only avatars with a star</source>
        <translation>スター付きのアバターだけを表示</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>すべて表示</translation>
    </message>
    <message>
        <source>Your avatars</source>
        <translation>あなたのアバター</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>画像の大きさ</translation>
    </message>
    <message numerus="yes">
        <source>%n avatar(s)</source>
        <translation>
            <numerusform>アバター%n枚</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>YouPage</name>
    <message>
        <source>Your portrait</source>
        <translation>ポートレート</translation>
    </message>
    <message>
        <source>What the generator sees</source>
        <translation>ジェネレーターの見方</translation>
    </message>
    <message>
        <source>Your likeness appears here</source>
        <translation>ここに似顔が現れます</translation>
    </message>
    <message>
        <source>Your anime self</source>
        <translation>アニメのあなた</translation>
    </message>
    <message>
        <source>It grows out of your likeness</source>
        <translation>似顔から生まれます</translation>
    </message>
    <message>
        <source>See your avatars</source>
        <translation>アバターを見る</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>次の写真</translation>
    </message>
    <message>
        <source>You</source>
        <translation>あなた</translation>
    </message>
    <message>
        <source>First choose a photo with a face.</source>
        <translation>まず顔の写った写真を選んでください。</translation>
    </message>
    <message>
        <source>Photos waiting: {count}</source>
        <translation>待っている写真: {count}</translation>
    </message>
    <message>
        <source>Finding you</source>
        <translation>あなたを探しています</translation>
    </message>
    <message>
        <source>You can stop at any time; what is there stays.</source>
        <translation>いつでも止められます。できた分は残ります。</translation>
    </message>
    <message>
        <source>This is you</source>
        <translation>これがあなたです</translation>
    </message>
    <message>
        <source>Made in {seconds:.1f} s on {device}.</source>
        <translation>{device}で {seconds:.1f} 秒かかりました。</translation>
    </message>
    <message>
        <source>Your portrait is ready</source>
        <translation>ポートレートができました</translation>
    </message>
    <message>
        <source>Start to see it as anime.</source>
        <translation>スタートするとアニメになります。</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>もう一度</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>スタート</translation>
    </message>
</context>
<context>
    <name>edits</name>
    <message>
        <source>Light</source>
        <translation>明るさ</translation>
    </message>
    <message>
        <source>darker</source>
        <translation>暗く</translation>
    </message>
    <message>
        <source>lighter</source>
        <translation>明るく</translation>
    </message>
    <message>
        <source>Warmth</source>
        <translation>暖かさ</translation>
    </message>
    <message>
        <source>cooler</source>
        <translation>冷たく</translation>
    </message>
    <message>
        <source>warmer</source>
        <translation>暖かく</translation>
    </message>
    <message>
        <source>Colourfulness</source>
        <translation>鮮やかさ</translation>
    </message>
    <message>
        <source>greyer</source>
        <translation>くすませる</translation>
    </message>
    <message>
        <source>more colourful</source>
        <translation>鮮やかに</translation>
    </message>
    <message>
        <source>Hair lightness</source>
        <translation>髪の明るさ</translation>
    </message>
    <message>
        <source>darker hair</source>
        <translation>髪を暗く</translation>
    </message>
    <message>
        <source>lighter hair</source>
        <translation>髪を明るく</translation>
    </message>
    <message>
        <source>Background lightness</source>
        <translation>背景の明るさ</translation>
    </message>
    <message>
        <source>darker behind</source>
        <translation>背景を暗く</translation>
    </message>
    <message>
        <source>lighter behind</source>
        <translation>背景を明るく</translation>
    </message>
    <message>
        <source>Face width</source>
        <translation>顔の幅</translation>
    </message>
    <message>
        <source>narrower</source>
        <translation>狭く</translation>
    </message>
    <message>
        <source>wider</source>
        <translation>広く</translation>
    </message>
    <message>
        <source>Turn of the head</source>
        <translation>頭の向き</translation>
    </message>
    <message>
        <source>to the left</source>
        <translation>左へ</translation>
    </message>
    <message>
        <source>to the right</source>
        <translation>右へ</translation>
    </message>
    <message>
        <source>Eye contrast</source>
        <translation>目のコントラスト</translation>
    </message>
    <message>
        <source>softer</source>
        <translation>弱く</translation>
    </message>
    <message>
        <source>stronger</source>
        <translation>強く</translation>
    </message>
    <message>
        <source>{less} ↔ {more}</source>
        <translation>{less} ↔ {more}</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>it is a folder</source>
        <translation>フォルダーです</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>ファイルではありません</translation>
    </message>
    <message>
        <source>it does not exist</source>
        <translation>存在しません</translation>
    </message>
    <message>
        <source>you have no permission to read it</source>
        <translation>読み取る権限がありません</translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation>開けません</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>空です</translation>
    </message>
    <message>
        <source>it is not a readable JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF or BMP picture</source>
        <translation>読み取れる JPEG、PNG、WebP、HEIC、AVIF、TIFF、GIF、BMP 画像ではありません</translation>
    </message>
    <message>
        <source>it has more than 120 megapixels</source>
        <translation>1億2000万画素を超えています</translation>
    </message>
    <message>
        <source>there is too little free memory for its size</source>
        <translation>大きさに対して空きメモリが足りません</translation>
    </message>
    <message>
        <source>it is damaged or incomplete</source>
        <translation>壊れているか不完全です</translation>
    </message>
    <message>
        <source>it was made by a newer version</source>
        <translation>新しいバージョンで作られています</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>ディスクがいっぱいです</translation>
    </message>
    <message>
        <source>files may not grow that large there</source>
        <translation>その場所ではそこまで大きなファイルを作れません</translation>
    </message>
    <message>
        <source>you may not write there</source>
        <translation>そこには書き込めません</translation>
    </message>
    <message>
        <source>its folder is not there</source>
        <translation>フォルダーがありません</translation>
    </message>
    <message>
        <source>a folder has that name</source>
        <translation>同じ名前のフォルダーがあります</translation>
    </message>
    <message>
        <source>its name is too long</source>
        <translation>名前が長すぎます</translation>
    </message>
    <message>
        <source>the system does not allow it</source>
        <translation>システムが許可していません</translation>
    </message>
    <message>
        <source>it does not get small enough</source>
        <translation>十分に小さくなりません</translation>
    </message>
    <message>
        <source>The graphics card ran out of memory, so the processor took over.</source>
        <translation>グラフィックカードのメモリが足りなくなり、プロセッサーに切り替えました。</translation>
    </message>
    <message>
        <source>It is slower; you can choose the device in the settings.</source>
        <translation>遅くなります。装置は設定で選べます。</translation>
    </message>
    <message>
        <source>Your work could not be kept in case of a crash.</source>
        <translation>異常終了に備えた保存ができませんでした。</translation>
    </message>
    <message>
        <source>Make some room on the disk, or save it with Ctrl+S.</source>
        <translation>ディスクを空けるか、Ctrl+S で保存してください。</translation>
    </message>
    <message>
        <source>There is no picture to paste.</source>
        <translation>貼り付ける画像がありません。</translation>
    </message>
    <message>
        <source>Copy a picture or a picture file first.</source>
        <translation>まず画像か画像ファイルをコピーしてください。</translation>
    </message>
    <message>
        <source>That is a web address, not a file on this computer.</source>
        <translation>それはウェブアドレスで、このパソコンのファイルではありません。</translation>
    </message>
    <message>
        <source>Save the picture first, then drop the file here.</source>
        <translation>まず画像を保存し、そのファイルをここにドロップしてください。</translation>
    </message>
    <message>
        <source>Saved as “{name}”.</source>
        <translation>「{name}」として保存しました。</translation>
    </message>
    <message>
        <source>Open it at any time to go on.</source>
        <translation>いつでも開いて続けられます。</translation>
    </message>
    <message>
        <source>Something went wrong inside Avatar Studio ({kind}).</source>
        <translation>Avatar Studio の内部で問題が起きました ({kind})。</translation>
    </message>
    <message>
        <source>What you made is still here. Try it again; the log has the details.</source>
        <translation>作ったものは残っています。もう一度試してください。詳細はログにあります。</translation>
    </message>
    <message>
        <source>That did not work.</source>
        <translation>うまくいきませんでした。</translation>
    </message>
    <message>
        <source>That cannot be done.</source>
        <translation>それはできません。</translation>
    </message>
    <message>
        <source>The style “{model_id}” is not installed.</source>
        <translation>スタイル「{model_id}」は入っていません。</translation>
    </message>
    <message>
        <source>Choose another style under You and run again.</source>
        <translation>「あなた」で別のスタイルを選び、もう一度実行してください。</translation>
    </message>
    <message>
        <source>There are {count} faces in this photo.</source>
        <translation>この写真には顔が{count}個あります。</translation>
    </message>
    <message>
        <source>Click the face to use, or press its number.</source>
        <translation>使う顔をクリックするか番号を押してください。</translation>
    </message>
    <message>
        <source>There is no face number {chosen}.</source>
        <translation>{chosen}番の顔はありません。</translation>
    </message>
    <message>
        <source>Choose a number from 1 to {count}.</source>
        <translation>1から{count}までの番号を選んでください。</translation>
    </message>
    <message>
        <source>No face was found in this photo.</source>
        <translation>この写真に顔が見つかりませんでした。</translation>
    </message>
    <message>
        <source>Put the frame around the face by hand, or use another photo.</source>
        <translation>枠を手で顔に合わせるか、別の写真を使ってください。</translation>
    </message>
    <message>
        <source>“{name}” cannot be used: {reason}.</source>
        <translation>「{name}」は使えません: {reason}。</translation>
    </message>
    <message>
        <source>Choose another picture.</source>
        <translation>別の画像を選んでください。</translation>
    </message>
    <message>
        <source>A model file cannot be used.</source>
        <translation>モデルファイルが使えません。</translation>
    </message>
    <message>
        <source>Install Avatar Studio again to restore it. ({detail})</source>
        <translation>Avatar Studio を入れ直すと元に戻ります。({detail})</translation>
    </message>
    <message>
        <source>Avatar Studio&apos;s models are not all there.</source>
        <translation>Avatar Studio のモデルがそろっていません。</translation>
    </message>
    <message>
        <source>Install Avatar Studio again to restore them. Missing: {what}</source>
        <translation>Avatar Studio を入れ直すと元に戻ります。足りないもの: {what}</translation>
    </message>
    <message>
        <source>The model file “{file}” is damaged.</source>
        <translation>モデルファイル「{file}」が壊れています。</translation>
    </message>
    <message>
        <source>Install Avatar Studio again to restore it.</source>
        <translation>Avatar Studio を入れ直すと元に戻ります。</translation>
    </message>
    <message>
        <source>The model file “{file}” does not fit this version.</source>
        <translation>モデルファイル「{file}」はこのバージョンに合いません。</translation>
    </message>
    <message>
        <source>Install the style again, or choose another one in the settings.</source>
        <translation>スタイルを入れ直すか、設定で別のものを選んでください。</translation>
    </message>
    <message>
        <source>The style “{style}” belongs to another face model.</source>
        <translation>スタイル「{style}」は別の顔モデル用です。</translation>
    </message>
    <message>
        <source>This work was made with another version of the face model.</source>
        <translation>この作業は別のバージョンの顔モデルで作られました。</translation>
    </message>
    <message>
        <source>Go to You and run again to make new avatars of its photo.</source>
        <translation>「あなた」でもう一度実行し、写真から新しいアバターを作ってください。</translation>
    </message>
    <message>
        <source>This computer has no “{device}”.</source>
        <translation>このパソコンに「{device}」はありません。</translation>
    </message>
    <message>
        <source>Choose “automatic” as the device in the settings.</source>
        <translation>設定で装置を「自動」にしてください。</translation>
    </message>
    <message>
        <source>There is too little free memory for this.</source>
        <translation>空きメモリが足りません。</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>ほかのアプリを閉じて、もう一度試してください。</translation>
    </message>
    <message>
        <source>“{name}” cannot be written: {reason}.</source>
        <translation>「{name}」を書き込めません: {reason}。</translation>
    </message>
    <message>
        <source>Choose another place; nothing that you made is lost.</source>
        <translation>別の場所を選んでください。作ったものは失われていません。</translation>
    </message>
    <message>
        <source>The camera cannot be used.</source>
        <translation>カメラが使えません。</translation>
    </message>
    <message>
        <source>No camera was found.</source>
        <translation>カメラが見つかりませんでした。</translation>
    </message>
    <message>
        <source>Connect one and come back, or use a photo.</source>
        <translation>接続してからもう一度来るか、写真を使ってください。</translation>
    </message>
    <message>
        <source>This computer does not let Avatar Studio use “{title}”.</source>
        <translation>このパソコンは Avatar Studio に「{title}」の使用を許可していません。</translation>
    </message>
    <message>
        <source>Allow it in the system&apos;s privacy settings, then try again.</source>
        <translation>システムのプライバシー設定で許可してから、もう一度試してください。</translation>
    </message>
    <message>
        <source>Another program is using “{title}”.</source>
        <translation>別のアプリが「{title}」を使っています。</translation>
    </message>
    <message>
        <source>Close that program, then try again.</source>
        <translation>そのアプリを閉じて、もう一度試してください。</translation>
    </message>
    <message>
        <source>The connection to “{title}” was lost.</source>
        <translation>「{title}」との接続が切れました。</translation>
    </message>
    <message>
        <source>Plug it in again, then continue.</source>
        <translation>もう一度つないでから続けてください。</translation>
    </message>
    <message>
        <source>Cameras are not supported by this installation.</source>
        <translation>この環境ではカメラを使えません。</translation>
    </message>
    <message>
        <source>Take the picture with another program and open it here.</source>
        <translation>別のアプリで撮影し、ここで開いてください。</translation>
    </message>
</context>
<context>
    <name>presets</name>
    <message>
        <source>Plain picture</source>
        <translation>普通の画像</translation>
    </message>
    <message>
        <source>Discord avatar</source>
        <translation>Discordアイコン</translation>
    </message>
    <message>
        <source>Discord emoji</source>
        <translation>Discord絵文字</translation>
    </message>
    <message>
        <source>Telegram sticker</source>
        <translation>Telegramスタンプ</translation>
    </message>
    <message>
        <source>WhatsApp sticker</source>
        <translation>WhatsAppスタンプ</translation>
    </message>
    <message>
        <source>Gravatar</source>
        <translation>Gravatar</translation>
    </message>
</context>
<context>
    <name>questions</name>
    <message>
        <source>Draw a new wall?</source>
        <translation>ウォールを描き直しますか？</translation>
    </message>
    <message>
        <source>The other style draws all avatars anew. Your stars will be lost.</source>
        <translation>別のスタイルではすべてのアバターが描き直され、スターは失われます。</translation>
    </message>
    <message>
        <source>Draw anew</source>
        <translation>描き直す</translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation>ファイルを置き換えますか？</translation>
    </message>
    <message>
        <source>“{name}” is already there.</source>
        <translation>「{name}」はすでにあります。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>置き換える</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>processor</source>
        <translation>プロセッサー</translation>
    </message>
    <message>
        <source>graphics of the Mac</source>
        <translation>Mac のグラフィック</translation>
    </message>
</context>
</TS>
